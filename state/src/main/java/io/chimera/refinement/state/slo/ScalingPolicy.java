package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;

/**
 * When and how fast to change the number of instances of a component; the behaviour is that of
 * Kubernetes' HorizontalPodAutoscaler (autoscaling/v2).
 *
 * @param name unique name
 * @param system system
 * @param component component as a {@link LabelPattern}
 * @param instances metric that reports how many instances there are
 * @param least fewest instances
 * @param most most instances
 * @param metrics what is looked at; the highest wish wins
 * @param out how fast instances may be added
 * @param in how fast they may be removed
 * @param outWithinMillis how long it may take until instances that were advised are there; 0 when
 *     not stated
 * @param inWithinMillis the same for removing them
 * @param leastAvailable instances that must stay available while others are disrupted
 * @param mostUnavailable share of instances that may be disrupted at a time, in [0, 1]; 1 for all
 * @param bounds what cannot be scaled by instances: named ranges, for display and validation
 */
public record ScalingPolicy(
    String name,
    String system,
    String component,
    String instances,
    int least,
    int most,
    List<Metric> metrics,
    Behaviour out,
    Behaviour in,
    long outWithinMillis,
    long inWithinMillis,
    int leastAvailable,
    double mostUnavailable,
    List<Bound> bounds)
    implements Serializable {

  /** How many of {@code instances} may be disrupted at a time: the stricter of both rules. */
  public int disruptable(int ofInstances) {
    int byShare = (int) Math.ceil(ofInstances * mostUnavailable);
    return Math.max(0, Math.min(ofInstances - leastAvailable, byShare));
  }

  /**
   * One metric.
   *
   * @param indicator which series
   * @param statistic what of it
   * @param target where it should be
   * @param above from where on instances are added; the target when it is not stated
   * @param below from where on they may be removed; 0 for never, negative for where the autoscaler
   *     would: a tenth below the target
   * @param surge a value that adds instances at once, without stabilisation; 0 for none
   * @param perInstance whether the target is per instance: a sum is divided by their number
   * @param forecastMillis how far ahead its trend is looked at as well; 0 for not at all
   */
  public record Metric(
      Indicator indicator,
      ObjectiveStatistic statistic,
      double target,
      double above,
      double below,
      double surge,
      boolean perInstance,
      long forecastMillis)
      implements Serializable {}

  /**
   * How fast.
   *
   * @param stabilisationMillis over which the most cautious of all wishes counts
   * @param limits how much may change per period; the one that allows most wins
   */
  public record Behaviour(long stabilisationMillis, List<Limit> limits) implements Serializable {}

  /** A change of so many instances, or percent of them, per period. */
  public record Limit(boolean percent, double amount, long periodMillis) implements Serializable {}

  /** A range that something must stay in. */
  public record Bound(String what, double least, double most, String unit)
      implements Serializable {}
}
