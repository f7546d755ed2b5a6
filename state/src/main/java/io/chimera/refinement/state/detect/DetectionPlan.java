package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.SeriesKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The documents about detection that are in force. Not changed once made. */
public final class DetectionPlan {
  /** The one that says most comes first, of equals the first by name. */
  private static final Comparator<DetectionPolicy> MOST_SPECIFIC_FIRST =
      Comparator.<DetectionPolicy>comparingInt(policy -> -policy.select().weight())
          .thenComparing(DetectionPolicy::name);

  private final List<DetectionPolicy> policies = new ArrayList<>();
  private final List<MaintenanceWindow> calendars = new ArrayList<>();
  private final List<FalseAlarm> falseAlarms = new ArrayList<>();
  private final List<ExpectedReporter> expected = new ArrayList<>();

  private DetectionPlan(Iterable<ControlUpdate> updates) {
    for (ControlUpdate update : updates) {
      DetectionDocument document = update.detection();
      if (document != null) {
        add(document);
      }
    }
    policies.sort(MOST_SPECIFIC_FIRST);
  }

  /**
   * The plan of the documents of the packs, as changed since.
   *
   * @param initial documents by {@code kind/name}
   * @param changes what the control topic said, in any order of names
   */
  public static DetectionPlan of(
      Map<String, ControlUpdate> initial, Iterable<Map.Entry<String, ControlUpdate>> changes) {
    return new DetectionPlan(ControlUpdate.inForce(initial, changes).values());
  }

  private void add(DetectionDocument document) {
    if (document.policy() != null) {
      policies.add(document.policy());
    } else if (document.maintenance() != null) {
      calendars.add(document.maintenance());
    } else if (document.falseAlarm() != null) {
      falseAlarms.add(document.falseAlarm());
    } else if (document.expected() != null) {
      expected.add(document.expected());
    }
  }

  /** Whether no document can change how a series is judged. */
  public boolean leavesAllUsual() {
    return policies.isEmpty() && calendars.isEmpty() && falseAlarms.isEmpty();
  }

  /** Who has to report. */
  public List<ExpectedReporter> expected() {
    return List.copyOf(expected);
  }

  /** How a series is judged; {@code usual} are the parameters of all. */
  public SeriesPolicy policy(String series, AnomalyWatch.Params usual) {
    SeriesKey key = SeriesKey.parse(series);
    List<MaintenanceWindow> maintained =
        calendars.stream().filter(calendar -> calendar.select().covers(key)).toList();
    List<FalseAlarm> accepted =
        falseAlarms.stream().filter(alarm -> alarm.mayConcern(series)).toList();
    for (DetectionPolicy policy : policies) {
      if (policy.select().covers(key)) {
        return new SeriesPolicy(
            policy.params(usual),
            policy.off(),
            policy.direction() == null ? Direction.BOTH : policy.direction(),
            maintained,
            accepted);
      }
    }
    return new SeriesPolicy(usual, false, Direction.BOTH, maintained, accepted);
  }

  /** Whether an agent as a whole is worked on at a moment of event time. */
  public boolean isMaintained(String system, String component, String agentId, long atMillis) {
    return calendars.stream()
        .anyMatch(
            calendar ->
                calendar.select().coversWhole(system, component, agentId)
                    && calendar.overlaps(atMillis, atMillis + 1));
  }

  /**
   * Whether an agent is declared by itself: how long it may be silent is then said by that
   * declaration alone, and not by what it used to do.
   */
  public boolean isDeclared(String system, String component, String agentId) {
    return expected.stream()
        .anyMatch(
            reporter ->
                !reporter.agentId().isEmpty() && reporter.isMetBy(system, component, agentId));
  }

  /** Whether silence of an agent is not to be found: all it reports is switched off. */
  public boolean isOff(String system, String component, String agentId) {
    return policies.stream()
        .filter(policy -> policy.select().coversWhole(system, component, agentId))
        .findFirst()
        .map(DetectionPolicy::off)
        .orElse(false);
  }
}
