package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.observe.FoundFinding;
import io.chimera.refinement.local.run.Scorecard;
import io.chimera.refinement.local.simulator.Fleet;
import io.chimera.refinement.local.simulator.FleetPlan;
import io.chimera.refinement.local.simulator.Incident;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Incidents of the simulated fleet that are found, and what is found besides, with the windows and
 * detector settings of {@code run}: one minute, sliding by ten seconds, a day of 90 s. The first
 * round of a fresh fleet, and several in a row, where each round's end is a change too.
 */
final class SimulatedIncidents implements DetectionSuite.Part {
  private static final long START = 1_789_948_800_000L;
  private static final long ROUND_MILLIS = 240_000;
  private static final long GRACE_MILLIS = 120_000;

  /** What came of one fleet. */
  private record Judged(
      long incidents, long recalled, long findings, long falseAlarms, long normalWindows) {}

  @Override
  public String what() {
    return "incidents of the simulated fleet: recall, precision, false alarms";
  }

  @Override
  public void measure(DetectionSuite.Rows rows) {
    judge("first", "first round", 20, 1, rows);
    judge("rounds", "four rounds in a row", 5, 4, rows);
  }

  private static void judge(
      String id, String name, int seeds, int rounds, DetectionSuite.Rows rows) {
    List<Judged> fleets =
        IntStream.rangeClosed(1, seeds)
            .parallel()
            .mapToObj(seed -> judged(seed, START + rounds * ROUND_MILLIS))
            .toList();
    long incidents = fleets.stream().mapToLong(Judged::incidents).sum();
    long recalled = fleets.stream().mapToLong(Judged::recalled).sum();
    long findings = fleets.stream().mapToLong(Judged::findings).sum();
    long falseAlarms = fleets.stream().mapToLong(Judged::falseAlarms).sum();
    long normalWindows = fleets.stream().mapToLong(Judged::normalWindows).sum();
    String of = ", %s of %d fleets".formatted(name, seeds);
    rows.add(
        Measure.higher("3.12.recall." + id, "incidents found" + of, "ratio").must(0.95).aim(0.99),
        (double) recalled / incidents);
    rows.add(
        Measure.higher("3.12.precision." + id, "findings that belong to one" + of, "ratio")
            .must(0.9),
        findings == 0 ? 0 : (double) (findings - falseAlarms) / findings);
    rows.add(
        Measure.lower("3.12.false." + id, "false findings per 1,000 normal windows" + of, "")
            .must(10)
            .aim(1),
        1_000.0 * falseAlarms / Math.max(1, normalWindows));
  }

  private static Judged judged(int seed, long end) {
    Fleet fleet = new Fleet(FleetPlan.demo(seed), START);
    List<Incident> injected = fleet.incidentsUntil(end);
    FleetWindows windows = new FleetWindows(START, end);
    fleet.tick(end + ROUND_MILLIS / 8).forEach(windows::add);
    List<FoundFinding> found = windows.judge();
    Scorecard card = Scorecard.of(injected, found, end);
    return new Judged(
        card.rows().size(),
        card.rows().stream().filter(row -> row.foundAfterMillis().isPresent()).count(),
        found.size(),
        card.falseAlarms(),
        windows.judged((component, at) -> isNormal(injected, component, at)));
  }

  private static boolean isNormal(List<Incident> incidents, String component, long atMillis) {
    return incidents.stream()
        .filter(incident -> incident.components().contains(component))
        .noneMatch(
            incident ->
                atMillis >= incident.injectedAt() && atMillis <= incident.endsAt() + GRACE_MILLIS);
  }
}
