package io.chimera.refinement.jobs.slo;

import static io.chimera.refinement.jobs.slo.PaneStream.PANE;
import static io.chimera.refinement.jobs.slo.PaneStream.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.yaml.ControlDocuments;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.ControlUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objectives, alerts, budgets and what was applied live outlive failures. */
class RestartTest {
  private static final int PANES = 240;
  private static final String LIVE_RULE =
      """
      apiVersion: refinement.io/v1
      kind: AlertRule
      metadata: {name: live-errors}
      spec:
        select: {system: kailash, component: "*", metric: error_rate_percent}
        statistic: mean
        op: gt
        threshold: 0.3
        unit: "%"
        for: 1m
        severity: warning
        respondWithin: 5m
      """;

  /** REF-ALR-07: nothing fires anew, nothing is forgotten, wherever the failures are. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsSaidAfterFailuresIsWhatIsSaidWithoutThem(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> failures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      failures.add(random.nextInt(PANES));
    }
    List<String> calm = run(seed, List.of());
    assertThat(calm).hasSizeGreaterThan(200);
    assertThat(calm).anyMatch(line -> line.contains("live-errors") && line.contains("OVERDUE"));
    assertThat(run(seed, failures)).as("failures at %s", failures).isEqualTo(calm);
  }

  /** Half an hour of errors that come and go, latency, and a rule that is applied on the way. */
  private static List<String> run(long seed, List<Integer> failures) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, ControlUpdate> documents = new TreeMap<>();
    PaneStream.PACKS
        .updates()
        .forEach(
            (key, update) -> {
              if (update.name().startsWith("kai-") || key.contains("kailash")) {
                documents.put(key, update);
              }
            });
    try (PaneStream stream = new PaneStream(documents)) {
      for (int pane = 0; pane < PANES; pane++) {
        long at = START + pane * PANE;
        if (pane == 30) {
          stream.control(update(LIVE_RULE));
        }
        boolean bad = pane % 120 > 40 && pane % 120 < 100;
        stream.pane(
            "kailash",
            "api",
            "error_rate_percent",
            Map.of(),
            at,
            (bad ? 0.5 : 0.01) * (1 + 0.1 * random.nextDouble()));
        stream.pane(
            "kailash",
            "api",
            "response_time_ms",
            Map.of("operation", "classify"),
            at,
            (bad ? 300 : 90) + 20 * random.nextDouble());
        if (failures.contains(pane)) {
          stream.restart(); // between the arrival of values and the end of their pane
        }
        stream.close(at + PANE);
      }
      List<String> said = new ArrayList<>();
      stream.statuses().forEach(status -> said.add(status.toString().replaceAll("\\[D@\\w+", "")));
      stream.alerts().forEach(alert -> said.add(alert.toString()));
      stream.burnAlerts().forEach(alert -> said.add(alert.toString()));
      return said.stream().sorted().collect(Collectors.toList());
    }
  }

  @Test
  void aSilencedAlertIsRaisedWhenTheSilenceIsOver() throws Exception {
    try (PaneStream stream = new PaneStream(Map.of("AlertRule/live-errors", update(LIVE_RULE)))) {
      stream.control(
          update(
              """
              apiVersion: refinement.io/v1
              kind: Silence
              metadata: {name: deploy}
              spec: {rule: live-errors, system: kailash, component: api, from: %s, to: %s}
              """
                  .formatted(
                      java.time.Instant.ofEpochMilli(START),
                      java.time.Instant.ofEpochMilli(START + 30 * PANE))));
      for (int pane = 0; pane < 40; pane++) {
        if (pane == 10) {
          stream.restart();
        }
        stream.pane("kailash", "api", "error_rate_percent", Map.of(), START + pane * PANE, 1);
        stream.close(START + (pane + 1) * PANE);
        if (pane < 29) {
          assertThat(stream.alerts()).as("pane %d", pane).isEmpty();
        }
      }
      assertThat(stream.alerts("live-errors"))
          .singleElement()
          .extracting(Alert::state)
          .isEqualTo(Alert.State.FIRING);
    }
  }

  private static ControlUpdate update(String yaml) {
    ControlDocuments read = ControlDocuments.read("test.yaml", yaml);
    assertThat(read.faults()).isEmpty();
    return read.documents().get(0).update();
  }
}
