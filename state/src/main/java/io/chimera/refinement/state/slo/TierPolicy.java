package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;

/**
 * Whether a service as a whole is well: the worst of its indicators says.
 *
 * @param name unique name
 * @param system system
 * @param indicators what is looked at
 */
public record TierPolicy(String name, String system, List<Tier> indicators)
    implements Serializable {

  /** The states of a service, from best to worst. */
  public enum Status {
    OK,
    CRITICAL,
    DEGRADED
  }

  /**
   * One indicator.
   *
   * @param indicator which series
   * @param statistic what of it
   * @param ceiling whether large values are bad
   * @param critical from where on the service is critical
   * @param degraded from where on it is degraded
   * @param inclusive whether the figures themselves are bad already
   * @param whenDemanded whether it counts only while something is asked for
   */
  public record Tier(
      Indicator indicator,
      ObjectiveStatistic statistic,
      boolean ceiling,
      double target,
      double critical,
      double degraded,
      boolean inclusive,
      boolean whenDemanded)
      implements Serializable {

    /** What a value means. */
    public Status status(double value) {
      if (beyond(value, degraded)) {
        return Status.DEGRADED;
      }
      return beyond(value, critical) ? Status.CRITICAL : Status.OK;
    }

    private boolean beyond(double value, double figure) {
      return (inclusive && value == figure) || (ceiling ? value > figure : value < figure);
    }
  }
}
