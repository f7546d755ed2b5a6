/**
 * The load generator: a load profile of a pack becomes a schedule, the schedule becomes KPI reports
 * sent at their time whatever the answer, and what the product publishes meanwhile is judged by the
 * profile's criteria. It knows of the product only what its topics say.
 */
package io.chimera.refinement.local.load;
