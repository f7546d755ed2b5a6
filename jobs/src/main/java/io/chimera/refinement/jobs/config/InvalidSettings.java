package io.chimera.refinement.jobs.config;

import java.util.List;

/** Settings that cannot be used, with every fault at once. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> faults;

  public InvalidSettings(List<String> faults) {
    super(
        "Cannot start, the configuration has "
            + faults.size()
            + " problem(s):\n  "
            + String.join("\n  ", faults));
    this.faults = List.copyOf(faults);
  }

  /** One sentence each: key, rule, value. */
  public List<String> faults() {
    return faults;
  }
}
