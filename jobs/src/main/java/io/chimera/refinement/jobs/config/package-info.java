/**
 * Every setting of the product: declared once in {@code RefinementOptions}, checked all at once in
 * {@code Settings}.
 */
package io.chimera.refinement.jobs.config;
