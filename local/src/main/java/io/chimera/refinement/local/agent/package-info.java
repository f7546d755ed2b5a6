/**
 * What an agent does to be watched: it writes KPI reports and sends them. Shared by everything here
 * that reports.
 */
package io.chimera.refinement.local.agent;
