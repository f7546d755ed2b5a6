package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.slo.ScalingPolicy.Behaviour;
import io.chimera.refinement.state.slo.ScalingPolicy.Limit;
import java.util.List;

/**
 * How Kubernetes' HorizontalPodAutoscaler gets from a wish to a number of instances.
 *
 * <p>Source: Kubernetes documentation, "Horizontal Pod Autoscaling", sections "Algorithm details"
 * and "Configurable scaling behavior" (autoscaling/v2): the wish is ceil(current x value / target)
 * unless the ratio is within the tolerance; of all wishes within the stabilisation window the most
 * cautious counts; each limit counts from the number of instances at the start of its period, and
 * the one that allows the largest change wins.
 */
final class HpaBehaviour {
  /** Relative distance from the target that is none. */
  static final double TOLERANCE = 0.1;

  private HpaBehaviour() {}

  /** A wish, or a change that was made, at a time. */
  record Moment(long atMillis, int replicas) {}

  /** Instances that a metric asks for. */
  static int wish(int current, double value, double target) {
    double ratio = value / target;
    if (Math.abs(ratio - 1) <= TOLERANCE) {
      return current;
    }
    double wished = Math.ceil(current * ratio - 1e-9);
    return (int) Math.min(Integer.MAX_VALUE, wished);
  }

  /**
   * The wish that counts.
   *
   * @param wishes earlier wishes and the present one
   * @param surging whether there is no time to wait before adding instances
   */
  static int stabilised(
      int current,
      int wished,
      List<Moment> wishes,
      ScalingPolicy policy,
      boolean surging,
      long nowMillis) {
    int up = wished;
    int down = wished;
    for (Moment wish : wishes) {
      if (wish.atMillis() > nowMillis - policy.out().stabilisationMillis()) {
        up = Math.min(up, wish.replicas());
      }
      if (wish.atMillis() > nowMillis - policy.in().stabilisationMillis()) {
        down = Math.max(down, wish.replicas());
      }
    }
    up = surging ? wished : up;
    if (current < up) {
      return up;
    }
    return current > down ? down : current;
  }

  /** As many as may be there now. */
  static int limited(
      int current, int wished, List<Moment> changes, ScalingPolicy policy, long nowMillis) {
    int bounded = Math.max(policy.least(), Math.min(policy.most(), wished));
    if (bounded > current) {
      return Math.min(bounded, most(current, changes, policy.out(), nowMillis));
    }
    return bounded < current
        ? Math.max(bounded, least(current, changes, policy.in(), nowMillis))
        : current;
  }

  private static int most(int current, List<Moment> changes, Behaviour behaviour, long nowMillis) {
    if (behaviour.limits().isEmpty()) {
      return Integer.MAX_VALUE;
    }
    int most = current;
    for (Limit limit : behaviour.limits()) {
      int start = current - changed(changes, limit.periodMillis(), nowMillis);
      double allowed =
          limit.percent()
              ? Math.ceil(start * (1 + limit.amount() / 100) - 1e-9)
              : start + limit.amount();
      most = Math.max(most, (int) Math.min(Integer.MAX_VALUE, allowed));
    }
    return most;
  }

  private static int least(int current, List<Moment> changes, Behaviour behaviour, long nowMillis) {
    if (behaviour.limits().isEmpty()) {
      return 0;
    }
    int least = current;
    for (Limit limit : behaviour.limits()) {
      int start = current - changed(changes, limit.periodMillis(), nowMillis);
      double allowed =
          limit.percent()
              ? Math.floor(start * (1 - limit.amount() / 100) + 1e-9)
              : start - limit.amount();
      least = Math.min(least, (int) allowed);
    }
    return least;
  }

  /** Instances added, less those removed, within the period. */
  private static int changed(List<Moment> changes, long periodMillis, long nowMillis) {
    return changes.stream()
        .filter(change -> change.atMillis() > nowMillis - periodMillis)
        .mapToInt(Moment::replicas)
        .sum();
  }
}
