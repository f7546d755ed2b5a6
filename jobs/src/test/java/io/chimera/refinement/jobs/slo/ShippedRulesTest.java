package io.chimera.refinement.jobs.slo;

import static io.chimera.refinement.jobs.slo.PaneStream.PANE;
import static io.chimera.refinement.jobs.slo.PaneStream.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.yaml.ControlDocuments;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.slo.AlertRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each alert rule of the documents: a stream that must fire it, and one that must not. */
class ShippedRulesTest {
  /** Normal operation before anything goes wrong. */
  private static final int NORMAL_PANES = 60;

  /**
   * How to fire a rule.
   *
   * @param good a value just on the good side
   * @param bad a value just on the bad side
   * @param everyMillis how often a pane holds values
   */
  record Case(
      String rule,
      String system,
      String component,
      String metric,
      String labels,
      double good,
      double bad,
      long everyMillis) {
    @Override
    public String toString() {
      return rule + " by " + metric;
    }
  }

  private static Case of(
      String rule, String system, String component, String metric, double good, double bad) {
    return new Case(rule, system, component, metric, "", good, bad, PANE);
  }

  private static Case of(
      String rule,
      String system,
      String component,
      String metric,
      String labels,
      double good,
      double bad) {
    return new Case(rule, system, component, metric, labels, good, bad, PANE);
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        of(
            "ref-alert-high-latency",
            "refinement",
            "ingestion",
            "ingestion_latency_ms",
            1000,
            1001));
    cases.add(of("ref-alert-overload", "refinement", "resources", "cpu_usage_percent", 90, 90.5));
    cases.add(
        of("ref-alert-overload", "refinement", "resources", "memory_usage_percent", 90, 90.5));
    cases.add(
        of("ref-alert-degraded", "refinement", "ingestion", "ingestion_latency_ms", 500, 501));
    cases.add(of("ref-alert-pressure", "refinement", "resources", "cpu_usage_percent", 70, 71));
    cases.add(of("ref-alert-pressure", "refinement", "resources", "memory_usage_percent", 70, 71));
    cases.add(of("ref-alert-quality", "refinement", "ingestion", "valid_report_percent", 95, 94.9));
    cases.add(
        of(
            "kai-alert-latency-warning",
            "kailash",
            "api",
            "response_time_ms",
            "operation=classify",
            159,
            400));
    cases.add(
        of(
            "kai-alert-latency-critical",
            "kailash",
            "api",
            "response_time_ms",
            "operation=health",
            49,
            100));
    cases.add(of("kai-alert-rate-warning", "kailash", "api", "request_throughput_per_s", 800, 799));
    cases.add(
        of("kai-alert-rate-critical", "kailash", "api", "request_throughput_per_s", 600, 599));
    cases.add(of("kai-alert-errors-warning", "kailash", "api", "error_rate_percent", 0.049, 0.05));
    cases.add(of("kai-alert-errors-critical", "kailash", "api", "error_rate_percent", 0.099, 0.1));
    cases.add(of("kai-alert-capacity", "kailash", "api", "capacity_usage_percent", 79.9, 80));
    cases.add(
        of(
            "lal-alert-latency",
            "lalo",
            "nl2sql",
            "response_time_ms",
            "operation=nl2sql_translation",
            1000,
            1001));
    cases.add(of("lal-alert-errors", "lalo", "nl2sql", "error_rate_percent", 1, 1.1));
    cases.add(of("lal-alert-availability", "lalo", "nl2sql", "availability_percent", 99.5, 99.4));
    for (String what : List.of("cpu", "memory", "disk", "network")) {
      cases.add(of("lal-alert-resources", "lalo", "nl2sql", what + "_usage_percent", 85, 85.5));
    }
    cases.add(of("mpl-alert-latency", "mplp", "context_module", "api_response_time_ms", 500, 501));
    cases.add(of("mpl-alert-errors", "mplp", "context_module", "error_rate_percent", 5, 5.1));
    cases.add(of("mpl-alert-exhaustion", "mplp", "context_module", "cpu_usage_percent", 90, 91));
    cases.add(of("mpl-alert-exhaustion", "mplp", "context_module", "memory_usage_percent", 95, 96));
    cases.add(
        of("mpl-alert-availability", "mplp", "context_module", "availability_percent", 99.9, 99.8));
    cases.add(of("mpl-alert-cpu-threshold", "mplp", "context_module", "cpu_usage_percent", 85, 86));
    cases.add(of("aeo-alert-high-error-rate", "aeon", "analytics", "error_rate_percent", 5, 5.1));
    cases.add(of("aeo-alert-unavailable", "aeon", "analytics", "availability_percent", 99.5, 99.4));
    cases.add(of("aeo-alert-latency", "aeon", "analytics", "response_time_ms", 100, 151));
    cases.add(of("aeo-alert-slow-queries", "aeon", "neo4j", "slow_query_count", 0.1, 11));
    cases.add(of("aeo-alert-dlq", "aeon", "kafka", "dlq_messages_count", 0, 1));
    cases.add(of("aeo-rule-slow-query", "aeon", "neo4j", "query_time_ms", "query=q1", 20, 31));
    cases.add(
        new Case(
            "aeo-rule-unused-index",
            "aeon",
            "neo4j",
            "index_usage_per_week",
            "index=i1",
            100,
            99,
            3_600_000));
    return cases;
  }

  private static AlertRule rule(String name) {
    return PaneStream.PACKS.alertRules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Only the rule under test and the objectives it may refer to: what else fires is not judged. */
  private static PaneStream stream(String rule) throws Exception {
    Map<String, ControlUpdate> documents = new TreeMap<>();
    PaneStream.PACKS
        .updates()
        .forEach(
            (key, update) -> {
              if (update.alertRule() == null || update.name().equals(rule)) {
                documents.put(key, update);
              }
            });
    return new PaneStream(documents);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRuleFiresAtTheFirstPaneEndNotBeforeOnsetAndHold(Case each) throws Exception {
    AlertRule rule = rule(each.rule());
    try (PaneStream stream = stream(each.rule())) {
      long onset = START + NORMAL_PANES * each.everyMillis();
      long expected =
          onset
              + Math.max(
                  PANE,
                  (rule.holdMillis() + each.everyMillis() - 1)
                          / each.everyMillis()
                          * each.everyMillis()
                      + (each.everyMillis() == PANE ? 0 : PANE));
      for (long at = START; at <= expected + each.everyMillis(); at += each.everyMillis()) {
        double value = at < onset ? each.good() : each.bad();
        stream.pane(each.system(), each.component(), each.metric(), labels(each), at, value, value);
        stream.close(at + PANE);
      }
      assertThat(stream.alerts())
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.rule()).isEqualTo(each.rule());
                assertThat(alert.state()).isEqualTo(Alert.State.FIRING);
                assertThat(alert.firedAt()).isEqualTo(expected);
                assertThat(alert.subject()).startsWith(each.system() + "/" + each.component());
              });
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRuleDoesNotFireOnTheGoodSideNorBeforeItsHold(Case each) throws Exception {
    AlertRule rule = rule(each.rule());
    try (PaneStream stream = stream(each.rule())) {
      long holdPanes = rule.holdMillis() / PANE;
      long panes = Math.min(NORMAL_PANES + 2 * holdPanes + 10, 500);
      for (long i = 0; i < panes; i++) {
        long at = START + i * PANE;
        // Bad for less than the hold, now and then, with normal panes between.
        boolean bad = i > NORMAL_PANES && holdPanes > 3 && i % holdPanes > 1;
        double value = bad ? each.bad() : each.good();
        stream.pane(each.system(), each.component(), each.metric(), labels(each), at, value, value);
        stream.close(at + PANE);
      }
      assertThat(stream.alerts()).isEmpty();
    }
  }

  private static Map<String, String> labels(Case each) {
    if (each.labels().isEmpty()) {
      return Map.of();
    }
    String[] pair = each.labels().split("=", 2);
    return Map.of(pair[0], pair[1]);
  }

  @Test
  void everyRuleOfTheDocumentsHasItsStreams() {
    TreeSet<String> tested = new TreeSet<>();
    cases().forEach(each -> tested.add(each.rule()));
    tested.add("ref-alert-ingestion-stopped");
    tested.add("kai-alert-escalation");
    assertThat(tested)
        .containsExactlyElementsOf(
            PaneStream.PACKS.alertRules().stream()
                .map(AlertRule::name)
                .filter(name -> !name.matches("(demo|host|refinement)-.*"))
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
  }

  @Test
  @DisplayName(
      "REF-ALR-01: silence is noticed by the wall clock, once, and over with the next report")
  void silenceOfEverythingFiresByTheWallClock() throws Exception {
    try (PaneStream stream = stream("ref-alert-ingestion-stopped")) {
      stream.clock(1_000_000);
      stream.pane("demo", "svc", "latency_ms", Map.of(), START, 1);
      stream.close(START + PANE);
      stream.clock(1_000_000 + 299_999);
      assertThat(stream.alerts()).isEmpty();
      stream.pane("demo", "svc", "latency_ms", Map.of(), START + PANE, 1);
      stream.clock(1_000_000 + 599_998);
      assertThat(stream.alerts()).as("a report came in between").isEmpty();
      stream.clock(1_000_000 + 599_999);
      assertThat(stream.alerts())
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.rule()).isEqualTo("ref-alert-ingestion-stopped");
                assertThat(alert.firedAt()).isEqualTo(START + 2 * PANE + 300_000);
              });
      stream.pane("demo", "svc", "latency_ms", Map.of(), START + 40 * PANE, 1);
      assertThat(stream.alerts()).last().extracting(Alert::state).isEqualTo(Alert.State.RESOLVED);
    }
  }

  @Test
  @DisplayName("KAI-DR-04: a critical alert that is not resolved in 15 min is escalated")
  void aCriticalAlertIsEscalatedAfterAQuarterOfAnHour() throws Exception {
    try (PaneStream stream = new PaneStream()) {
      for (long at = START; at < START + 1_200_000; at += PANE) {
        stream.pane("kailash", "api", "error_rate_percent", Map.of(), at, 0.5);
        stream.close(at + PANE);
      }
      long fired = START + 60_000;
      assertThat(stream.alerts("kai-alert-errors-critical"))
          .extracting(Alert::state)
          .containsExactly(Alert.State.FIRING, Alert.State.ESCALATED);
      assertThat(stream.alerts("kai-alert-escalation"))
          .singleElement()
          .extracting(Alert::firedAt)
          .isEqualTo(fired + 900_000);
      stream.pane("kailash", "api", "error_rate_percent", Map.of(), START + 1_200_000, 0);
      stream.close(START + 1_200_000 + PANE);
      assertThat(stream.alerts("kai-alert-escalation"))
          .last()
          .extracting(Alert::state)
          .isEqualTo(Alert.State.RESOLVED);
      assertThat(stream.openTimers()).isZero();
    }
  }

  @Test
  void aResolvedAlertIsNotEscalated() throws Exception {
    try (PaneStream stream = new PaneStream()) {
      for (long at = START; at < START + 1_200_000; at += PANE) {
        stream.pane(
            "kailash", "api", "error_rate_percent", Map.of(), at, at < START + 120_000 ? 0.5 : 0);
        stream.close(at + PANE);
      }
      assertThat(stream.alerts("kai-alert-escalation")).isEmpty();
    }
  }

  @Test
  void anAcknowledgementFromTheControlTopicStopsTheDeadline() throws Exception {
    try (PaneStream stream = stream("aeo-alert-unavailable")) {
      Alert fired = null;
      for (long at = START; at < START + 1_800_000; at += PANE) {
        stream.pane("aeon", "reads", "availability_percent", Map.of(), at, 90);
        stream.close(at + PANE);
        if (fired == null && !stream.alerts().isEmpty()) {
          fired = stream.alerts().get(0);
          stream.control(
              ControlDocuments.read(
                      "ack",
                      "apiVersion: refinement.io/v1\nkind: Acknowledgement\nmetadata: {name: "
                          + fired.alertId()
                          + "}\n")
                  .documents()
                  .get(0)
                  .update());
        }
      }
      assertThat(stream.alerts())
          .extracting(Alert::state)
          .containsExactly(Alert.State.FIRING, Alert.State.ACKNOWLEDGED);
    }
  }

  @Test
  void aRuleThatIsWithdrawnLeavesNothingOnFire() throws Exception {
    try (PaneStream stream = stream("aeo-alert-dlq")) {
      stream.pane("aeon", "kafka", "dlq_messages_count", Map.of(), START, 3);
      stream.close(START + PANE);
      stream.control(ControlUpdate.withdrawn("AlertRule", "aeo-alert-dlq"));
      stream.pane("aeon", "kafka", "dlq_messages_count", Map.of(), START + PANE, 3);
      stream.close(START + 2 * PANE);
      assertThat(stream.alerts())
          .extracting(Alert::state)
          .containsExactly(Alert.State.FIRING, Alert.State.RESOLVED);
    }
  }
}
