package io.chimera.refinement.local.simulator;

import java.util.Map;

/**
 * What settings really do in a component. The product does not know: it has to find the best.
 *
 * <p>Latency has a bowl around settings that differ by component: too few connections wait, too
 * many contend; a short-lived cache misses, a long-lived one crowds out memory. It is 1 for the
 * settings that the fleet starts with, and less than a quarter better or worse anywhere: no setting
 * is an incident. Every connection costs processor time, so that who looks at latency alone asks
 * for more of them than the component should have.
 *
 * @param plan the fleet
 */
record SettingEffects(FleetPlan plan) {
  static final String POOL_SIZE = "pool_size";
  static final String CACHE_TTL = "cache_ttl_s";

  /** What every component starts with; the shipped catalogue says the same. */
  static final Map<String, Double> AT_START = Map.of(POOL_SIZE, 8.0, CACHE_TTL, 100.0);

  private static final double DEPTH = 0.5;
  private static final double POOL_RANGE = Math.log(16);
  private static final double TTL_RANGE = 120;

  /** What eight times the connections of the start cost, in percentage points. */
  private static final double CPU_POINTS = 8;

  /** Relief that earns the full reward. */
  private static final double FULL_RELIEF = 0.25;

  /** Latency under the settings against that at the start. */
  double latencyFactor(int component, Map<String, Double> settings) {
    return bowl(component, settings) / bowl(component, AT_START);
  }

  /**
   * Expected reward in [0, 1], 0.5 for what the settings were at the start: latency alone counts.
   */
  double reward(int component, Map<String, Double> settings) {
    double relief = 1 - latencyFactor(component, settings);
    return Math.max(0, Math.min(1, 0.5 + 0.5 * relief / FULL_RELIEF));
  }

  /** Processor time beyond what the settings of the start take, in percentage points. */
  double cpuPoints(Map<String, Double> settings) {
    double times = Math.max(1, settings.get(POOL_SIZE)) / AT_START.get(POOL_SIZE);
    return CPU_POINTS * Math.log(times) / Math.log(8);
  }

  private double bowl(int component, Map<String, Double> settings) {
    Draws draws = new Draws(plan.seed());
    double bestPool = draws.between(18, 30, "best-pool", component, 0);
    double bestTtl = draws.between(30, 50, "best-ttl", component, 0);
    double pool = Math.log(Math.max(1, settings.get(POOL_SIZE)) / bestPool) / POOL_RANGE;
    double ttl = (settings.get(CACHE_TTL) - bestTtl) / TTL_RANGE;
    return 1 + DEPTH * (pool * pool + ttl * ttl);
  }
}
