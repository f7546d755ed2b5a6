package io.chimera.refinement.local.simulator;

import java.util.Map;

/**
 * What actions really do in each component. The product does not know: it has to learn it.
 *
 * <p>A relief is the share by which an action lowers latency while it lasts, negative when it makes
 * things worse. Components differ: what helps most in one is second best in another.
 *
 * @param plan the fleet
 */
record Arms(FleetPlan plan) {
  static final String RESTART = "restart";

  /** How long an action acts. */
  static final long ACTS_MILLIS = 20_000;

  /** A restart costs latency only while it happens. */
  static final long RESTART_MILLIS = 5_000;

  /** Relief that earns the full reward. */
  private static final double FULL_RELIEF = 0.5;

  private static final double LARGE = 0.35;
  private static final double SMALL = 0.15;
  private static final double RESTART_COST = -0.3;

  /** Relief of actions that nobody planned for: about nothing. */
  private static final double UNKNOWN = 0.02;

  /** Average relief by action. */
  private static final Map<String, Double> RELIEF =
      Map.of(
          "hold",
          0.0,
          "scale_out",
          LARGE,
          "raise_cache_ttl",
          SMALL,
          "scale_in",
          -SMALL,
          "lower_cache_ttl",
          -SMALL,
          "shed_load",
          0.2,
          RESTART,
          RESTART_COST);

  /** Share of latency that {@code action} takes away in the component. */
  double relief(int component, String action) {
    double usual = RELIEF.getOrDefault(action, UNKNOWN);
    if (usual == LARGE && prefersCache(component)) {
      usual = SMALL;
    } else if (usual == SMALL && prefersCache(component)) {
      usual = LARGE;
    }
    double variation = new Draws(plan.seed()).between(0.8, 1.2, action, component, 0);
    return usual * variation;
  }

  /** Expected reward in [0, 1], 0.5 for no change: latency alone counts. */
  double reward(int component, String action) {
    return Math.max(0, Math.min(1, 0.5 + 0.5 * relief(component, action) / FULL_RELIEF));
  }

  /**
   * Three in ten components wait for their store rather than for processors: there a cache helps
   * most.
   */
  private boolean prefersCache(int component) {
    return component % 10 == 1 || component % 10 == 4 || component % 10 == 7;
  }
}
