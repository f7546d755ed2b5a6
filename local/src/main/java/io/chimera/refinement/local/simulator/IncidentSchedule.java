package io.chimera.refinement.local.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * When what goes wrong. Time is divided into rounds; each round brings every kind of incident once,
 * after a minute of peace for the detectors to learn from and before its 100th second. Which
 * components are hit differs from round to round.
 *
 * @param plan the fleet
 * @param startMillis start of the first round, epoch milliseconds
 */
record IncidentSchedule(FleetPlan plan, long startMillis) {
  static final long ROUND_MILLIS = 240_000;

  /** How late an incident may begin within its slot. */
  private static final double JITTER_MILLIS = 3_000;

  private static final long SPIKE_AT = 62_000;
  private static final long SPIKE_MILLIS = 12_000;
  private static final long LEVEL_SHIFT_AT = 66_000;
  private static final long SLOW_LEAK_AT = 60_000;
  private static final long CORRELATED_AT = 72_000;
  private static final long CORRELATED_MILLIS = 30_000;
  private static final long SILENCE_AT = 78_000;

  /** The incidents of all rounds that begin up to {@code untilMillis}, by time of injection. */
  List<Incident> until(long untilMillis) {
    List<Incident> incidents = new ArrayList<>();
    for (long round = 0; startMillis + round * ROUND_MILLIS <= untilMillis; round++) {
      incidents.addAll(round(round));
    }
    incidents.removeIf(incident -> incident.injectedAt() > untilMillis);
    incidents.sort(java.util.Comparator.comparingLong(Incident::injectedAt));
    return incidents;
  }

  /** The five incidents of one round. */
  List<Incident> round(long round) {
    long end = startMillis + (round + 1) * ROUND_MILLIS;
    long spike = at(round, SPIKE_AT);
    long correlated = at(round, CORRELATED_AT);
    int silent =
        plan.agentsPerComponent() * component(round, 8)
            + (int) (draws().uniform("silent", round, 0) * plan.agentsPerComponent());
    return List.of(
        new Incident(
            Incident.Kind.SLOW_LEAK,
            List.of(name(round, 0)),
            null,
            List.of("memory_mb"),
            at(round, SLOW_LEAK_AT),
            end),
        new Incident(
            Incident.Kind.SPIKE,
            List.of(name(round, 2)),
            null,
            List.of("latency_ms"),
            spike,
            spike + SPIKE_MILLIS),
        new Incident(
            Incident.Kind.LEVEL_SHIFT,
            List.of(name(round, 4)),
            null,
            List.of("latency_ms", "cpu_percent"),
            at(round, LEVEL_SHIFT_AT),
            end),
        new Incident(
            Incident.Kind.CORRELATED_FAILURE,
            List.of(name(round, 5), name(round, 6), name(round, 7)),
            null,
            List.of("error_rate_percent", "latency_ms"),
            correlated,
            correlated + CORRELATED_MILLIS),
        new Incident(
            Incident.Kind.SILENCE,
            List.of(name(round, 8)),
            plan.agentName(silent),
            List.of(),
            at(round, SILENCE_AT),
            end));
  }

  private long at(long round, long offsetMillis) {
    return startMillis
        + round * ROUND_MILLIS
        + offsetMillis
        + (long) (draws().uniform("incident", round, offsetMillis) * JITTER_MILLIS);
  }

  private String name(long round, int role) {
    return FleetPlan.componentName(component(round, role));
  }

  /** Each role falls to another component; the whole order turns from round to round. */
  private int component(long round, int role) {
    int turn = (int) (draws().uniform("turn", round, 0) * plan.components());
    return (role + turn) % plan.components();
  }

  private Draws draws() {
    return new Draws(plan.seed());
  }
}
