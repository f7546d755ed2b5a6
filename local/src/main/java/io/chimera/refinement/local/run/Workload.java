package io.chimera.refinement.local.run;

import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.host.HostAgent;
import io.chimera.refinement.local.simulator.FleetPlan;
import io.chimera.refinement.local.simulator.Incident;
import io.chimera.refinement.local.simulator.LiveFleet;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Those who report during a run: the simulated fleet and this machine, either of which may be
 * absent.
 */
final class Workload implements AutoCloseable {
  private final ReportSender reports;
  private final ReportSender outcomes;
  private final Optional<LiveFleet> fleet;
  private final Optional<HostAgent> host;
  private final LongSupplier clock;

  private Workload(
      ReportSender reports,
      ReportSender outcomes,
      Optional<LiveFleet> fleet,
      Optional<HostAgent> host,
      LongSupplier clock) {
    this.reports = reports;
    this.outcomes = outcomes;
    this.fleet = fleet;
    this.host = host;
    this.clock = clock;
  }

  static Workload start(
      String bootstrapServers,
      TopicNames topics,
      FleetPlan plan,
      RunOptions options,
      LongSupplier clock) {
    ReportSender reports = new ReportSender(bootstrapServers, topics.kpiReports());
    ReportSender outcomes = new ReportSender(bootstrapServers, topics.outcomes());
    Optional<LiveFleet> fleet =
        options.simulator()
            ? Optional.of(
                LiveFleet.start(
                    plan,
                    reports,
                    outcomes,
                    TopicReader.fromNow(bootstrapServers, List.of(topics.recommendations()), true),
                    clock))
            : Optional.empty();
    Optional<HostAgent> host =
        options.hostAgent() ? Optional.of(HostAgent.start(reports, clock)) : Optional.empty();
    return new Workload(reports, outcomes, fleet, host, clock);
  }

  /** Sends no more; everything sent is with the broker afterwards. */
  @Override
  public void close() {
    fleet.ifPresent(LiveFleet::close);
    host.ifPresent(HostAgent::close);
    reports.close();
    outcomes.close();
  }

  List<Incident> incidents() {
    return fleet.map(live -> live.incidentsUntil(clock.getAsLong())).orElse(List.of());
  }

  /** Worth of the decisions, or null when there is no fleet to tell. */
  RunSummary.Gain gainOrNull() {
    return fleet
        .map(
            live ->
                new RunSummary.Gain(
                    live.gain().meanReward(),
                    live.gain().meanRewardOfLate(),
                    live.gain().staticBest()))
        .orElse(null);
  }
}
