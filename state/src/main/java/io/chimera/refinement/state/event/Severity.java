package io.chimera.refinement.state.event;

/** How bad a finding or alert is. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
