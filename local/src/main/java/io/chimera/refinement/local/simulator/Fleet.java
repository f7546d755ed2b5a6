package io.chimera.refinement.local.simulator;

import io.chimera.refinement.local.agent.AgentReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * All agents of the fleet and what happens to them. Not thread-safe.
 *
 * <p>The agents take turns within their interval, so that the load is even. A report's content
 * depends on the seed, the agent, its number, and the actions applied so far, never on the rhythm
 * of ticks.
 */
public final class Fleet {
  private static final List<String> OPERATIONS = List.of("read", "write");
  private static final long MAX_REPEAT_MILLIS = 3_000;

  /** Actions stay known for the reports that are still to be made for the time they acted in. */
  private static final long ACTION_MEMORY_MILLIS = 60_000;

  private final FleetPlan plan;
  private final Draws draws;
  private final long startMillis;
  private final IncidentSchedule schedule;
  private final Arms arms;
  private final SettingEffects effects;
  private final SettingsInForce settings = new SettingsInForce();
  private final long[] nextSequence;
  private final PriorityQueue<SimulatedReport> held =
      new PriorityQueue<>(
          Comparator.comparingLong(SimulatedReport::sendAtMillis)
              .thenComparing(SimulatedReport::reportId));
  private final List<Applied> applied = new ArrayList<>();
  private long round = -1;
  private List<Incident> incidents = List.of();

  /** An action at work in a component. */
  private record Applied(
      int component, String action, double relief, long fromMillis, long toMillis) {}

  /**
   * @param startMillis event time of the first reports, epoch milliseconds
   */
  public Fleet(FleetPlan plan, long startMillis) {
    this.plan = plan;
    this.draws = new Draws(plan.seed());
    this.startMillis = startMillis;
    this.schedule = new IncidentSchedule(plan, startMillis);
    this.arms = new Arms(plan);
    this.effects = new SettingEffects(plan);
    this.nextSequence = new long[plan.agents()];
  }

  /**
   * Everything that is sent up to {@code nowMillis} and was not returned before, in the order of
   * sending.
   */
  public List<SimulatedReport> tick(long nowMillis) {
    for (int agent = 0; agent < plan.agents(); agent++) {
      for (long at = dueAt(agent); at <= nowMillis; at = dueAt(agent)) {
        long sequence = nextSequence[agent]++;
        if (!isSilent(agent, at)) {
          report(agent, sequence, at);
        }
      }
    }
    List<SimulatedReport> sent = new ArrayList<>();
    while (!held.isEmpty() && held.peek().sendAtMillis() <= nowMillis) {
      sent.add(held.poll());
    }
    return sent;
  }

  /** Applies an action to a component from {@code atMillis} on. Unknown components are ignored. */
  public void apply(String component, String action, long atMillis) {
    int index = indexOf(component);
    if (index < 0) {
      return;
    }
    long lasts = action.equals(Arms.RESTART) ? Arms.RESTART_MILLIS : Arms.ACTS_MILLIS;
    applied.add(new Applied(index, action, arms.relief(index, action), atMillis, atMillis + lasts));
    applied.removeIf(
        old ->
            !old.action().equals(Arms.RESTART) && old.toMillis() < atMillis - ACTION_MEMORY_MILLIS);
  }

  /** A component runs with other settings from {@code atMillis} on. Unknown ones are ignored. */
  public void configure(String component, Map<String, Double> changed, long atMillis) {
    int index = indexOf(component);
    if (index >= 0) {
      settings.change(index, changed, atMillis);
    }
  }

  /**
   * Expected reward of running with these settings, in [0, 1]; what they leave out is as at first.
   */
  public double expectedReward(String component, Map<String, Double> changed) {
    int index = indexOf(component);
    SettingsInForce asked = new SettingsInForce();
    asked.change(index, changed, 0);
    return index < 0 ? 0 : effects.reward(index, asked.at(index, 0));
  }

  /** Expected reward of {@code action} in the component, in [0, 1]. */
  public double expectedReward(String component, String action) {
    int index = indexOf(component);
    return index < 0 ? 0 : arms.reward(index, action);
  }

  /** Whether the component is one of this fleet. */
  public boolean knows(String component) {
    return indexOf(component) >= 0;
  }

  /** Every incident that begins up to {@code nowMillis}. */
  public List<Incident> incidentsUntil(long nowMillis) {
    return schedule.until(nowMillis);
  }

  private long dueAt(int agent) {
    long interval = plan.intervalMillis();
    return startMillis + interval * agent / plan.agents() + nextSequence[agent] * interval;
  }

  private void report(int agent, long sequence, long atMillis) {
    String agentId = plan.agentName(agent);
    AgentReport report =
        new AgentReport(
            "%s-%d-%d".formatted(agentId, startMillis, sequence),
            FleetPlan.SYSTEM,
            FleetPlan.componentName(agent / plan.agentsPerComponent()),
            agentId,
            sequence,
            atMillis,
            metrics(agent, sequence, atMillis),
            Map.of("operation", OPERATIONS.get(agent % OPERATIONS.size())));
    byte[] json = report.json();
    boolean isHeld = draws.uniform("held", agent, sequence) < plan.disorderShare();
    long sendAt =
        isHeld
            ? atMillis + (long) (draws.uniform("delay", agent, sequence) * plan.maxDelayMillis())
            : atMillis;
    held.add(new SimulatedReport(agentId, report.reportId(), atMillis, sendAt, false, json));
    if (draws.uniform("repeated", agent, sequence) < plan.duplicateShare()) {
      long again = sendAt + (long) (draws.uniform("again", agent, sequence) * MAX_REPEAT_MILLIS);
      held.add(
          new SimulatedReport(
              agentId,
              report.reportId(),
              atMillis,
              Math.min(again, atMillis + plan.maxDelayMillis()),
              true,
              json));
    }
  }

  private Map<String, Double> metrics(int agent, long sequence, long atMillis) {
    int component = agent / plan.agentsPerComponent();
    String name = FleetPlan.componentName(component);
    double load =
        1
            + plan.swing()
                * Math.sin(2 * Math.PI * (atMillis - startMillis) / plan.dayMillis() + component);
    double baseLatency = draws.between(40, 120, "base-latency", component, 0);
    double latency = baseLatency * load * Math.exp(0.08 * draws.normal("latency", agent, sequence));
    double errors = 0.5 * load * Math.exp(0.15 * draws.normal("errors", agent, sequence));
    double work = 30 + 15 * load;
    double memory =
        draws.between(400, 600, "base-memory", component, 0)
            * (1 + 0.01 * draws.normal("memory", agent, sequence));
    if (isActive(Incident.Kind.SPIKE, name, atMillis)) {
      latency *= 8;
    }
    if (isActive(Incident.Kind.LEVEL_SHIFT, name, atMillis)) {
      latency *= 2;
      work *= 1.8;
    }
    if (isActive(Incident.Kind.CORRELATED_FAILURE, name, atMillis)) {
      latency *= 3;
      errors *= 20;
    }
    memory *= 1 + 0.015 * leakedSeconds(component, name, atMillis);
    latency *= 1 - relief(component, atMillis);
    Map<String, Double> inForce = settings.at(component, atMillis);
    latency *= effects.latencyFactor(component, inForce);
    work += effects.cpuPoints(inForce);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("latency_ms", latency);
    metrics.put("error_rate_percent", Math.min(100, errors));
    metrics.put(
        "cpu_percent", Math.max(1, Math.min(100, work + 2 * draws.normal("cpu", agent, sequence))));
    metrics.put("memory_mb", memory);
    metrics.put(
        "requests_per_s",
        Math.max(0, 100 * load * (1 + 0.03 * draws.normal("requests", agent, sequence))));
    return metrics;
  }

  /** Each action takes the place of the one before it, whether that was over or not. */
  private double relief(int component, long atMillis) {
    Applied newest = null;
    for (Applied action : applied) {
      boolean begun = action.component() == component && action.fromMillis() <= atMillis;
      if (begun && (newest == null || action.fromMillis() >= newest.fromMillis())) {
        newest = action;
      }
    }
    return newest == null || atMillis >= newest.toMillis() ? 0 : newest.relief();
  }

  /**
   * Seconds' worth of memory that has leaked. A restart is a rolling one that reaches every other
   * instance: it frees half of what has leaked by then.
   */
  private double leakedSeconds(int component, String name, long atMillis) {
    for (Incident incident : incidentsAt(atMillis)) {
      if (incident.kind() == Incident.Kind.SLOW_LEAK
          && incident.isActive(atMillis)
          && incident.hits(name)) {
        double leaked = 0;
        long since = incident.injectedAt();
        for (Applied action : applied) {
          boolean frees = action.component() == component && action.action().equals(Arms.RESTART);
          if (frees && action.fromMillis() > since && action.fromMillis() <= atMillis) {
            leaked = (leaked + (action.fromMillis() - since) / 1_000.0) / 2;
            since = action.fromMillis();
          }
        }
        return leaked + (atMillis - since) / 1_000.0;
      }
    }
    return 0;
  }

  private boolean isSilent(int agent, long atMillis) {
    String agentId = plan.agentName(agent);
    return incidentsAt(atMillis).stream()
        .anyMatch(
            incident ->
                incident.kind() == Incident.Kind.SILENCE
                    && incident.isActive(atMillis)
                    && incident.agentId().equals(agentId));
  }

  private boolean isActive(Incident.Kind kind, String component, long atMillis) {
    return incidentsAt(atMillis).stream()
        .anyMatch(
            incident ->
                incident.kind() == kind && incident.isActive(atMillis) && incident.hits(component));
  }

  private List<Incident> incidentsAt(long atMillis) {
    long current = Math.max(0, atMillis - startMillis) / IncidentSchedule.ROUND_MILLIS;
    if (current != round) {
      round = current;
      incidents = schedule.round(round);
    }
    return incidents;
  }

  private int indexOf(String component) {
    for (int i = 0; i < plan.components(); i++) {
      if (FleetPlan.componentName(i).equals(component)) {
        return i;
      }
    }
    return -1;
  }
}
