package io.chimera.refinement.jobs.slo;

import static io.chimera.refinement.jobs.slo.PaneStream.PANE;
import static io.chimera.refinement.jobs.slo.PaneStream.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.yaml.ControlDocuments;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.MetricCatalogue;
import io.chimera.refinement.state.slo.MetricCatalogue.Metric;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import io.chimera.refinement.state.slo.ObjectiveStatus.State;
import io.chimera.refinement.state.slo.PaneRole;
import io.chimera.refinement.state.slo.SloDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The objectives of the documents on streams of KPIs. */
class ShippedObjectivesTest {

  @Test
  @DisplayName("4.1: every objective that a stream of KPIs can show is evaluated")
  void everyLiveObjectiveIsEvaluated() throws Exception {
    TreeSet<String> live = new TreeSet<>();
    TreeSet<String> others = new TreeSet<>();
    try (PaneStream stream = new PaneStream()) {
      for (Objective objective : ofTheDocuments()) {
        (objective.isLive() ? live : others).add(objective.name());
        Map<String, String> labels = labels(objective);
        String component = labels.getOrDefault("component", objective.component());
        labels.remove("component");
        stream.pane(objective.pack(), component, objective.indicator().metric(), labels, START, 42);
      }
      stream.close(START + PANE);
      TreeSet<String> evaluated = new TreeSet<>();
      for (ObjectiveStatus status : stream.statuses()) {
        assertThat(status.state()).as(status.objective()).isNotEqualTo(State.NO_DATA);
        assertThat(status.value()).as(status.objective()).isFinite();
        evaluated.add(status.objective());
      }
      assertThat(evaluated).isEqualTo(live);
    }
    assertThat(others)
        .as("properties of the protocol, which a test shows")
        .containsExactly(
            "ref-proto-grpc-delivery",
            "ref-proto-http-delivery",
            "ref-proto-redis-streams-delivery",
            "ref-proto-websocket-delivery");
  }

  private static List<Objective> ofTheDocuments() {
    return PaneStream.PACKS.objectives().stream()
        .filter(objective -> !objective.pack().equals("demo"))
        .toList();
  }

  private static Map<String, String> labels(Objective objective) {
    Map<String, String> labels = new HashMap<>();
    objective
        .indicator()
        .labels()
        .forEach((name, pattern) -> labels.put(name, LabelPattern.words(pattern).get(0)));
    return labels;
  }

  @Test
  @DisplayName("LAL-KPI-01, MPL-MON-01/02, AEO-MON-01: a system's own metric names are understood")
  void objectivesEvaluateOnTheOwnNamesOfEachSystem() throws Exception {
    int shown = 0;
    for (MetricCatalogue catalogue : PaneStream.PACKS.all(SloDocument::metrics)) {
      for (Metric metric : catalogue.metrics()) {
        List<Objective> objectives =
            PaneStream.PACKS.objectives().stream()
                .filter(objective -> objective.pack().equals(catalogue.system()))
                .filter(objective -> objective.isLive() && agrees(objective, metric))
                .filter(objective -> objective.indicator().metric().equals(metric.indicator()))
                .toList();
        if (!objectives.isEmpty()) {
          assertThat(evaluated(catalogue, metric, objectives))
              .as(metric.metric())
              .containsAll(objectives.stream().map(Objective::name).toList());
          shown += objectives.size();
        }
      }
    }
    assertThat(shown).isGreaterThan(250);
  }

  private static boolean agrees(Objective objective, Metric metric) {
    return metric.labels().entrySet().stream()
            .allMatch(
                label ->
                    LabelPattern.accepts(
                        objective.indicator().labels().getOrDefault(label.getKey(), "*"),
                        label.getValue()))
        && (metric.component().equals("*") || objective.indicator().labels().isEmpty());
  }

  private static Set<String> evaluated(
      MetricCatalogue catalogue, Metric metric, List<Objective> objectives) throws Exception {
    Map<String, ControlUpdate> documents =
        Map.of(
            "MetricCatalogue/m",
            ControlUpdate.of("MetricCatalogue", "m", SloDocument.of(catalogue)),
            "SLO/o",
            ControlUpdate.of("SLO", "o", SloDocument.of(objectives)));
    try (PaneStream stream = new PaneStream(documents)) {
      for (Objective objective : objectives) {
        Map<String, String> labels = labels(objective);
        metric.labels().keySet().forEach(labels::remove);
        metric
            .rename()
            .forEach(
                (own, known) -> {
                  if (labels.containsKey(known)) {
                    labels.put(own, labels.remove(known));
                  }
                });
        String component = labels.getOrDefault("component", objective.component());
        labels.remove("component");
        String reported = metric.component().equals("*") ? component : metric.component();
        for (Metric each : catalogue.metrics()) {
          boolean total =
              each.indicator().equals(metric.indicator()) && each.role() == PaneRole.TOTAL;
          if (each.equals(metric) || (metric.role() == PaneRole.PART && total)) {
            stream.pane(catalogue.system(), reported, each.metric(), labels, START, 4, 6);
          }
        }
      }
      stream.close(START + PANE);
      TreeSet<String> evaluated = new TreeSet<>();
      for (ObjectiveStatus status : stream.statuses()) {
        if (status.state() != State.NO_DATA) {
          evaluated.add(status.objective());
        }
      }
      return evaluated;
    }
  }

  @Test
  @DisplayName("C-003-13: errors per request come from two counters")
  void anErrorRateIsARatioOfTwoCounters() throws Exception {
    try (PaneStream stream = new PaneStream()) {
      for (int i = 0; i < 12; i++) {
        long at = START + i * PANE;
        stream.pane("mplp", "context_module", "error_rate", Map.of(), at, 3, 4);
        stream.pane("mplp", "context_module", "requests_total", Map.of(), at, 60, 40);
        stream.close(at + PANE);
      }
      assertThat(stream.alerts("mpl-alert-errors"))
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.value()).isEqualTo(7);
                assertThat(alert.firedAt()).isEqualTo(START + 120_000);
              });
    }
  }

  @Test
  void aFloorIsNotBrokenByAnyoneWhoIsNotAskedForAsMuch() throws Exception {
    for (boolean asked : new boolean[] {true, false}) {
      try (PaneStream stream = new PaneStream()) {
        stream.pane("kailash", "api", "request_throughput_per_s", Map.of(), START, 700);
        stream.pane(
            "kailash",
            "api",
            "offered_request_throughput_per_s",
            Map.of(),
            START,
            asked ? 1500 : 700);
        stream.close(START + PANE);
        assertThat(stream.statuses())
            .filteredOn(status -> status.objective().equals("kai-api-rate"))
            .singleElement()
            .extracting(ObjectiveStatus::state)
            .isEqualTo(asked ? State.BREACHED : State.NO_DEMAND);
      }
    }
  }

  @Test
  void conditionsOfALoadProfileStandInForLabels() throws Exception {
    try (PaneStream stream = new PaneStream()) {
      stream.pane("kailash", "api", "request_throughput_per_s", Map.of(), START, 1500);
      stream.close(START + PANE);
      stream.control(
          ControlDocuments.read(
                  "c",
                  "apiVersion: refinement.io/v1\nkind: Conditions\nmetadata: {name: kailash}\nspec: {system: kailash, labels: {phase: peak}}\n")
              .documents()
              .get(0)
              .update());
      stream.pane("kailash", "api", "request_throughput_per_s", Map.of(), START + PANE, 1500);
      stream.close(START + 2 * PANE);
      assertThat(stream.statuses())
          .filteredOn(status -> status.objective().equals("kai-api-peak"))
          .extracting(ObjectiveStatus::state)
          .containsExactly(State.BREACHED);
    }
  }

  @Test
  void missingDataIsAStateOfItsOwn() throws Exception {
    try (PaneStream stream = new PaneStream()) {
      stream.pane("kailash", "api", "request_throughput_per_s", Map.of(), START, 1500);
      for (int i = 1; i <= 40; i++) {
        stream.close(START + i * PANE);
      }
      assertThat(stream.statuses())
          .filteredOn(status -> status.objective().equals("kai-api-rate") && status.changed())
          .extracting(ObjectiveStatus::state)
          .containsExactly(State.MET, State.NO_DATA);
    }
  }

  @Test
  @DisplayName("AEO-HPA-04: the shipped autoscaler surges at once and comes back slowly")
  void theShippedAutoscalerAdvisesAsItsDocumentSays() throws Exception {
    try (PaneStream stream = new PaneStream()) {
      int pods = 4;
      for (int i = 0; i < 60; i++) {
        long at = START + i * PANE;
        double rps = i < 6 ? 4_000 : i < 12 ? 8_000 : 1_000;
        stream.pane("aeon", "api", "pod_count", Map.of(), at, pods);
        stream.pane("aeon", "api", "cpu_usage_percent", Map.of(), at, i < 12 ? 60 : 20);
        stream.pane("aeon", "api", "memory_usage_percent", Map.of(), at, i < 12 ? 60 : 30);
        stream.pane("aeon", "api", "request_throughput_per_s", Map.of(), at, rps);
        stream.close(at + PANE);
        List<Recommendation> said = aeon(stream);
        pods = said.isEmpty() ? pods : said.get(said.size() - 1).parameters().get("to").intValue();
      }
      List<Recommendation> said = aeon(stream);
      assertThat(said.get(0).action()).isEqualTo("scale_out");
      assertThat(said.get(0).decidedAt()).as("in the first pane").isEqualTo(START + 7 * PANE);
      assertThat(said.get(0).parameters()).containsEntry("to", 6.0);
      Recommendation in =
          said.stream().filter(each -> each.action().equals("scale_in")).findFirst().orElseThrow();
      assertThat(in.decidedAt())
          .as("300 s after the last wish for more")
          .isEqualTo(START + 12 * PANE + 300_000);
    }
  }

  private static List<Recommendation> aeon(PaneStream stream) {
    return stream.scaling().stream().filter(each -> each.target().equals("aeon-hpa")).toList();
  }

  @Test
  @DisplayName(
      "KAI-REG-01 to 03: a slower release fails, an equal one passes, a few values say nothing")
  void releasesAreJudged() throws Exception {
    Map<Double, String> verdicts = new HashMap<>();
    for (double factor : new double[] {1.0, 1.08, 1.3}) {
      try (PaneStream stream = new PaneStream()) {
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 80; i++) {
          long at = START + i * PANE;
          double[] values = new double[100];
          for (int k = 0; k < values.length; k++) {
            values[k] = (100 + 10 * random.nextGaussian()) * (i < 40 ? 1 : factor);
          }
          stream.release(
              "kailash", "api", "response_time_ms", Map.of(), i < 40 ? "1.0" : "1.1", at, values);
          stream.close(at + PANE);
        }
        List<Finding> said = new ArrayList<>(stream.verdicts());
        said.removeIf(finding -> !finding.detector().startsWith("kai-reg-response-time"));
        assertThat(said.get(0).labels()).containsEntry("verdict", "undecided");
        verdicts.put(factor, said.get(said.size() - 1).labels().get("verdict"));
        if (factor > 1.2) {
          assertThat(stream.verdicts())
              .anySatisfy(
                  finding -> {
                    assertThat(finding.labels()).containsEntry("verdict", "rollback");
                    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
                  });
        }
      }
    }
    assertThat(verdicts)
        .containsEntry(1.0, "pass")
        .containsEntry(1.08, "fail")
        .containsEntry(1.3, "fail");
  }

  @Test
  @DisplayName("REF-SYS-08: the service is as well as its worst indicator")
  void theServiceIsAsWellAsItsWorstIndicator() throws Exception {
    try (PaneStream stream = new PaneStream()) {
      double[] latencies = {50, 600, 1_200, 50};
      for (int i = 0; i < latencies.length; i++) {
        long at = START + i * PANE;
        stream.pane("refinement", "ingestion", "ingestion_latency_ms", Map.of(), at, latencies[i]);
        stream.pane("refinement", "ingestion", "valid_report_percent", Map.of(), at, 99.5);
        stream.close(at + PANE);
      }
      assertThat(stream.tiers())
          .extracting(finding -> finding.labels().get("to"))
          .containsExactly("critical", "degraded", "ok");
    }
  }
}
