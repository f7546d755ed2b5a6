package io.chimera.refinement.jobs.slo;

import static io.chimera.refinement.jobs.slo.PaneStream.PANE;
import static io.chimera.refinement.jobs.slo.PaneStream.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.connectors.yaml.ControlDocuments;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets of the shipped packs that are about the usual, and exclusions, through the operators. */
class ShippedBudgetsTest {
  private static final int NORMAL_PANES = 60;
  private static final int CHANGED_PANES = 40;

  @ParameterizedTest
  @DisplayName("KAI-REL-02: what is further from the usual than allowed is found, and only that")
  @CsvSource({
    "kai-var-response, kailash, api, response_time_ms, 100, 130, fail",
    "kai-var-response, kailash, api, response_time_ms, 100, 112, ''",
    "kai-var-response, kailash, api, response_time_ms, 100, 60, ''",
    "kai-var-throughput, kailash, api, request_throughput_per_s, 1000, 880, fail",
    "kai-var-throughput, kailash, api, request_throughput_per_s, 1000, 980, ''",
    "kai-var-resources, kailash, api, cpu_usage_percent, 40, 50, fail",
    "kai-var-resources, kailash, api, cpu_usage_percent, 40, 43, ''",
    "kai-var-scaling, kailash, api, scaling_deviation_percent, 4, 14, fail",
    "kai-var-scaling, kailash, api, scaling_deviation_percent, 4, 7, ''",
    "aeo-base-latency, aeon, analytics, response_time_ms, 40, 70, fail",
    "aeo-base-latency, aeon, analytics, response_time_ms, 40, 52, ''",
    "ref-drift, refinement, learning, accuracy_drift_percent_per_h, 0.1, 1.5, fail",
    "ref-drift, refinement, learning, accuracy_drift_percent_per_h, 0.1, 0.6, ''",
  })
  void whatIsUnusualIsFound(
      String budget,
      String system,
      String component,
      String metric,
      double usual,
      double then,
      String verdict)
      throws Exception {
    Random random = new Random(11);
    try (PaneStream stream = new PaneStream()) {
      for (int i = 0; i < NORMAL_PANES + CHANGED_PANES + NORMAL_PANES; i++) {
        boolean changed = i >= NORMAL_PANES && i < NORMAL_PANES + CHANGED_PANES;
        double[] values = new double[20];
        for (int k = 0; k < values.length; k++) {
          values[k] = (changed ? then : usual) * (1 + 0.05 * random.nextGaussian());
        }
        if (i == NORMAL_PANES + 3) {
          stream.restart();
        }
        stream.pane(system, component, metric, Map.of(), START + i * PANE, values);
        stream.close(START + (i + 1) * PANE);
      }
      List<Finding> said = new ArrayList<>(stream.verdicts());
      said.removeIf(finding -> !finding.detector().startsWith(budget + ':'));
      if (verdict.isEmpty()) {
        assertThat(said).isEmpty();
      } else {
        assertThat(said)
            .extracting(finding -> finding.labels().get("verdict"))
            .containsExactly(verdict, "pass");
        Finding found = said.get(0);
        assertThat(found.state()).isEqualTo(Finding.State.OPEN);
        assertThat(found.labels()).containsEntry("baseline", "usual");
        assertThat(found.detectedAt())
            .isBetween(START + NORMAL_PANES * PANE, START + (NORMAL_PANES + 31) * PANE);
        assertThat(found.sentence()).contains("worse than the usual").contains("is allowed");
      }
    }
  }

  @Test
  @DisplayName("AEO-SLA-05: an hour a month of announced maintenance is left out, live")
  void announcedMaintenanceIsLeftOutUpToItsCap() throws Exception {
    try (PaneStream stream = new PaneStream(aeon())) {
      stream.control(
          update(
              """
              apiVersion: refinement.io/v1
              kind: ExclusionWindow
              metadata: {name: upgrade}
              spec: {reason: scheduled, system: aeon, from: %s, to: %s}
              """
                  .formatted(
                      Instant.ofEpochMilli(START + 10 * 60_000L),
                      Instant.ofEpochMilli(START + 90 * 60_000L))));
      assertThat(availability(stream, 0, 10, 100).compliance()).isEqualTo(1);
      ObjectiveStatus excluded = availability(stream, 10, 70, 0);
      assertThat(excluded.compliance()).isEqualTo(1);
      assertThat(excluded.rawCompliance()).isCloseTo(10.0 / 70, within(1e-9));
      stream.restart();
      assertThat(availability(stream, 70, 80, 0).compliance())
          .as("the cap is used up")
          .isCloseTo(0.5, within(1e-9));
    }
  }

  private static ObjectiveStatus availability(
      PaneStream stream, int fromMinute, int toMinute, double percent) throws Exception {
    for (int i = fromMinute * 6; i < toMinute * 6; i++) {
      stream.pane("aeon", "analytics", "availability_percent", Map.of(), START + i * PANE, percent);
      stream.close(START + (i + 1) * PANE);
    }
    return stream.statuses().stream()
        .filter(status -> status.objective().equals("aeo-availability"))
        .max(Comparator.comparingLong(ObjectiveStatus::endMillis))
        .orElseThrow();
  }

  private static Map<String, ControlUpdate> aeon() {
    Map<String, ControlUpdate> documents = new java.util.TreeMap<>(PaneStream.PACKS.updates());
    documents.keySet().removeIf(key -> !key.contains("aeo"));
    return documents;
  }

  private static ControlUpdate update(String yaml) {
    ControlDocuments read = ControlDocuments.read("test.yaml", yaml);
    assertThat(read.faults()).isEmpty();
    return read.documents().get(0).update();
  }
}
