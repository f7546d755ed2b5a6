/**
 * Faults on real processes: each scenario breaks the product on purpose and has the oracle judge
 * what it puts out. Method: {@code docs/reliability.md}. No verdict is computed here.
 */
package io.chimera.refinement.local.chaos;
