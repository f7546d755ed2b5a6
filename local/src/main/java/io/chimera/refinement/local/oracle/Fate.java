package io.chimera.refinement.local.oracle;

/** What must become of one report, by the public contract. */
enum Fate {
  ACCEPTED,
  DUPLICATE,
  LATE,
  FUTURE,
  REJECTED,
  /**
   * Between 5 s and 65 s behind its partition, or declared so: accepted or late, both are right.
   */
  EITHER
}
