package io.chimera.refinement.local.run;

import io.chimera.refinement.local.observe.FoundFinding;
import io.chimera.refinement.local.simulator.FleetPlan;
import io.chimera.refinement.local.simulator.Incident;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was injected against what was found.
 *
 * <p>A finding belongs to an incident when it is about one of its components (and its agent, where
 * there is one), and was detected while the incident lasted or within two minutes after: a sliding
 * window sees it that much longer. It counts as found when the finding is also about one of the
 * incident's metrics, or about the silent agent. A finding of the simulated system that belongs to
 * no incident is a false alarm. One that is made of others, such as a sequence, belongs where one
 * of these does: it alarms for what they have found.
 *
 * @param rows one per incident, in the order of injection
 * @param strays the first finding of each false alarm, in the order of detection
 */
public record Scorecard(List<Row> rows, List<FoundFinding> strays) {
  private static final int STRAYS_SHOWN = 5;
  private static final long PANE_MILLIS = 10_000;
  private static final long GRACE_MILLIS = 120_000;

  /**
   * @param foundAfterMillis event time from injection to the first verdict; empty when missed
   */
  public record Row(Incident incident, OptionalLong foundAfterMillis) {}

  /**
   * Judges what was found while the fleet reported.
   *
   * @param untilMillis when it stopped: windows that end later hold less and less of it, and say
   *     nothing about the fleet
   */
  public static Scorecard of(
      List<Incident> incidents, Collection<FoundFinding> findings, long untilMillis) {
    List<FoundFinding> simulated =
        findings.stream()
            .filter(finding -> finding.system().equals(FleetPlan.SYSTEM))
            .filter(finding -> finding.detectedAt() <= untilMillis + PANE_MILLIS)
            .toList();
    List<Row> rows = new ArrayList<>();
    for (Incident incident : incidents) {
      OptionalLong delay =
          simulated.stream()
              .filter(finding -> belongs(finding, incident) && isAbout(finding, incident))
              .mapToLong(finding -> finding.detectedAt() - incident.injectedAt())
              .min();
      rows.add(new Row(incident, delay));
    }
    Set<String> explained = new HashSet<>();
    for (FoundFinding finding : simulated) {
      if (incidents.stream().anyMatch(incident -> belongs(finding, incident))) {
        explained.add(finding.findingId());
      }
    }
    Map<String, FoundFinding> strays = new LinkedHashMap<>();
    simulated.stream()
        .filter(finding -> !explained.contains(finding.findingId()))
        .filter(finding -> finding.related().stream().noneMatch(explained::contains))
        .sorted(
            Comparator.comparingLong(FoundFinding::detectedAt)
                .thenComparing(FoundFinding::findingId))
        .forEach(finding -> strays.putIfAbsent(finding.findingId(), finding));
    return new Scorecard(List.copyOf(rows), List.copyOf(strays.values()));
  }

  /** Findings that belong to no incident. */
  public long falseAlarms() {
    return strays.size();
  }

  private static boolean belongs(FoundFinding finding, Incident incident) {
    boolean inTime =
        finding.detectedAt() >= incident.injectedAt()
            && finding.detectedAt() <= incident.endsAt() + GRACE_MILLIS;
    boolean sameAgent =
        incident.agentId() == null
            || finding.agentId() == null
            || incident.agentId().equals(finding.agentId());
    return inTime && sameAgent && incident.components().contains(finding.component());
  }

  /** Of a silent agent, only a finding about that very agent tells. */
  private static boolean isAbout(FoundFinding finding, Incident incident) {
    if (incident.agentId() != null) {
      return incident.agentId().equals(finding.agentId());
    }
    return finding.metric() != null && incident.metrics().contains(finding.metric());
  }

  /** Lines of a table for people. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("%-20s %-44s %s".formatted("incident", "where", "found after"));
    for (Row row : rows) {
      String delay =
          row.foundAfterMillis().isPresent()
              ? String.format(Locale.ROOT, "%.0f s", row.foundAfterMillis().getAsLong() / 1_000.0)
              : "missed";
      lines.add(
          "%-20s %-44s %s"
              .formatted(row.incident().kind().wireName(), row.incident().series(), delay));
    }
    strays.stream()
        .limit(STRAYS_SHOWN)
        .forEach(
            stray -> lines.add("%-20s %-44s %s".formatted("none", stray.where(), "a false alarm")));
    return lines;
  }
}
