package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.ActionCatalogue.Action;
import io.chimera.refinement.state.optimise.Guardrails;
import io.chimera.refinement.state.slo.AlertCondition;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.Indicator;
import io.chimera.refinement.state.slo.ObjectiveStatistic;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("REF-ALR-07: rules and catalogues in YAML")
class ControlDocumentsTest {
  private static final String RULE =
      """
      apiVersion: refinement.io/v1
      kind: AlertRule
      metadata: {name: demo-latency-high}
      spec:
        description: slow
        select: {system: demo, component: "*", metric: latency_ms}
        statistic: p95
        op: gt
        threshold: 500
        unit: ms
        for: 20s
        severity: warning
        action: scale_up
        respondWithin: 10m
      """;

  private static final String CATALOGUE =
      """
      apiVersion: refinement.io/v1
      kind: ActionCatalogue
      metadata: {name: demo-fleet}
      spec:
        select: {system: demo, component: "*"}
        objective: {metric: latency_ms, statistic: p95, goal: minimise, scale: 0.5}
        actions: [{name: hold}, {name: scale_out, parameters: {step: 1}}]
        cooldown: 10s
        settle: 15s
        deadline: 60s
        defaultReward: 0.5
        exploration: 0.05
        mode: live
        ttl: 5m
        owner: fleet-team
      """;

  @Test
  void aRuleIsReadAsItIsWritten() {
    ControlDocuments read = ControlDocuments.read("a.yaml", RULE);
    assertThat(read.faults()).isEmpty();
    assertThat(read.documents())
        .singleElement()
        .satisfies(document -> assertThat(document.key()).isEqualTo("AlertRule/demo-latency-high"))
        .satisfies(document -> assertThat(document.line()).isEqualTo(1))
        .extracting(document -> document.update().alertRule())
        .isEqualTo(
            AlertRule.of(
                "demo-latency-high",
                AlertCondition.of(
                    Indicator.of("demo", "*", "latency_ms", Map.of(), "ms"),
                    ObjectiveStatistic.P95,
                    AlertCondition.Comparison.GT,
                    500),
                20_000,
                Severity.WARNING,
                "scale_up",
                600_000));
  }

  @Test
  void aCatalogueIsReadAsItIsWritten() {
    ControlDocuments read = ControlDocuments.read("c.yaml", CATALOGUE);
    assertThat(read.faults()).isEmpty();
    assertThat(read.documents())
        .singleElement()
        .extracting(document -> document.update().catalogue())
        .isEqualTo(
            new ActionCatalogue(
                "demo-fleet",
                "demo",
                "*",
                "latency_ms",
                Statistic.P95,
                true,
                0.5,
                List.of(new Action("hold", Map.of()), new Action("scale_out", Map.of("step", 1.0))),
                10_000,
                15_000,
                60_000,
                0.5,
                0.05,
                "live",
                300_000,
                "fleet-team",
                Guardrails.NONE));
  }

  @Test
  void whatIsLeftOutHasADefault() {
    AlertRule rule =
        ControlDocuments.read(
                "a",
                without(RULE, "unit", "for", "action", "respondWithin", "description")
                    .replace("system: demo, component: \"*\", ", ""))
            .documents()
            .get(0)
            .update()
            .alertRule();
    assertThat(rule)
        .isEqualTo(
            AlertRule.of(
                "demo-latency-high",
                AlertCondition.of(
                    Indicator.of("*", "*", "latency_ms", Map.of(), ""),
                    ObjectiveStatistic.P95,
                    AlertCondition.Comparison.GT,
                    500),
                0,
                Severity.WARNING,
                "",
                0));

    ActionCatalogue catalogue =
        ControlDocuments.read(
                "c",
                without(CATALOGUE, "defaultReward", "exploration", "mode", "ttl", "owner")
                    .replace(", scale: 0.5", ""))
            .documents()
            .get(0)
            .update()
            .catalogue();
    assertThat(catalogue.mode()).isEqualTo("shadow");
    assertThat(catalogue.scale()).isEqualTo(0.5);
    assertThat(catalogue.ttlMillis()).isEqualTo(300_000);
    assertThat(catalogue.exploration()).isEqualTo(0.05);
  }

  @Test
  void aFreezeSaysAllWithItsName() {
    String freeze =
        "apiVersion: refinement.io/v1\nkind: Freeze\nmetadata: {name: mplp/context_module}\n";
    assertThat(
            ControlDocuments.read(
                    "f", freeze + "---\n" + freeze + "spec: {reason: release, by: me}\n")
                .documents())
        .hasSize(2)
        .allSatisfy(
            document ->
                assertThat(document.update())
                    .isEqualTo(ControlUpdate.order("Freeze", "mplp/context_module")));
  }

  static Stream<Arguments> badDocuments() {
    return Stream.of(
        // envelope
        arguments(
            RULE.replace("refinement.io/v1", "refinement.io/v2"),
            1,
            "apiVersion",
            "must be refinement.io/v1 or openslo/v1",
            "refinement.io/v2",
            ""),
        arguments(
            RULE.replace("kind: AlertRule", "kind: AlertRul"),
            2,
            "kind",
            "must be one of " + String.join(", ", Kinds.ALL),
            "AlertRul",
            "did you mean AlertRule?"),
        arguments(
            RULE.replace("kind: AlertRule\n", ""),
            1,
            "kind",
            "must be one of " + String.join(", ", Kinds.ALL),
            "",
            "it is missing"),
        arguments(
            RULE.replace("metadata: {name: demo-latency-high}\n", ""),
            1,
            "metadata",
            "must be a mapping",
            "",
            "it is missing"),
        arguments(
            RULE.replace("demo-latency-high", "\"a b\""),
            3,
            "metadata.name",
            Names.DOCUMENT_RULE,
            "a b",
            ""),
        arguments(
            RULE.replace("{name:", "{nam:"),
            3,
            "metadata.name",
            Names.DOCUMENT_RULE,
            "",
            "it is missing"),
        arguments(
            "apiVersion: refinement.io/v1\nkind: AlertRule\nmetadata: {name: a}\n",
            1,
            "spec",
            "must be a mapping",
            "",
            "it is missing"),
        arguments("- a\n- b\n", 1, "", "must be a mapping", "a list", ""),
        arguments("hello", 1, "", "must be a mapping", "hello", ""),
        // fields
        arguments(
            RULE.replace("threshold:", "treshold:"),
            9,
            "spec.treshold",
            "must be a known field",
            "treshold",
            "did you mean threshold?"),
        arguments(
            RULE.replace("metric:", "metrik:"),
            6,
            "spec.select.metrik",
            "must be a known field",
            "metrik",
            "did you mean metric?"),
        arguments(
            RULE + "  colour: red\n",
            15,
            "spec.colour",
            "must be a known field",
            "colour",
            "known are description, absence, escalates, select, any, unit, ofBaseline, statistic, op, threshold, for, by, window, severity, action, respondWithin"),
        arguments(
            RULE + "  unit: s\n",
            15,
            "spec.unit",
            "must be given once",
            "",
            "first given in line 10"),
        // values
        arguments(
            RULE.replace("p95", "p96"),
            7,
            "spec.statistic",
            "must be one of count, sum, mean, min, max, stddev, p50, p95, p99, p999",
            "p96",
            "did you mean p95?"),
        arguments(
            RULE.replace("p95", "P95"),
            7,
            "spec.statistic",
            "must be one of count, sum, mean, min, max, stddev, p50, p95, p99, p999",
            "P95",
            "did you mean p95?"),
        arguments(
            RULE.replace("op: gt", "op: \">\""),
            8,
            "spec.op",
            "must be one of gt, gte, lt, lte",
            ">",
            ""),
        arguments(
            RULE.replace("500", "\"500\""),
            9,
            "spec.threshold",
            "must be a number",
            "500",
            "write it without quotes and unit"),
        arguments(
            RULE.replace("500", "500ms"),
            9,
            "spec.threshold",
            "must be a number",
            "500ms",
            "write it without quotes and unit"),
        arguments(RULE.replace("500", ".inf"), 9, "spec.threshold", "must be a number", ".inf", ""),
        arguments(
            RULE.replace("500", "1e999"), 9, "spec.threshold", "must be a number", "1e999", ""),
        arguments(
            RULE.replace("500", "[500]"), 9, "spec.threshold", "must be a number", "a list", ""),
        arguments(
            RULE.replace("20s", "20"),
            11,
            "spec.for",
            Durations.RULE,
            "20",
            "a number needs a unit"),
        arguments(RULE.replace("20s", "-20s"), 11, "spec.for", Durations.RULE, "-20s", ""),
        arguments(
            RULE.replace("20s", "30d"), 11, "spec.for", "must be between 0ms and 7d", "30d", ""),
        arguments(
            RULE.replace("severity: warning", "severity: warn"),
            12,
            "spec.severity",
            "must be one of info, warning, critical",
            "warn",
            ""),
        arguments(
            RULE.replace(
                "select: {system: demo, component: \"*\", metric: latency_ms}", "select: demo"),
            6,
            "spec.select",
            "must be a mapping",
            "demo",
            ""),
        arguments(
            RULE.replace("latency_ms", "\"\""),
            6,
            "spec.select.metric",
            Names.SUBJECT_RULE,
            "empty",
            ""),
        arguments(
            RULE.replace("system: demo", "system: 7up"),
            6,
            "spec.select.system",
            "must be a name or \"*\"",
            "7up",
            ""),
        // catalogues
        arguments(
            CATALOGUE.replace("scale_out, parameters: {step: 1}", "hold"),
            7,
            "spec.actions[1].name",
            "must be unique among the actions",
            "hold",
            ""),
        arguments(
            CATALOGUE.replace("{step: 1}", "{step: one}"),
            7,
            "spec.actions[1].parameters.step",
            "must be a number",
            "one",
            "write it without quotes and unit"),
        arguments(
            CATALOGUE.replace(", {name: scale_out, parameters: {step: 1}}", ""),
            7,
            "spec.actions",
            "must be at least two",
            "1",
            "an action that holds still is one of them"),
        arguments(
            CATALOGUE.replace("{name: hold}, {name: scale_out, parameters: {step: 1}}", ""),
            7,
            "spec.actions",
            "must be at least two",
            "0",
            "an action that holds still is one of them"),
        arguments(
            CATALOGUE.replace("deadline: 60s", "deadline: 15s"),
            10,
            "spec.deadline",
            "must be longer than settle (15s)",
            "15s",
            ""),
        arguments(
            CATALOGUE.replace("exploration: 0.05", "exploration: 0.6"),
            12,
            "spec.exploration",
            "must be a number in [0, 0.5]",
            "0.6",
            ""),
        arguments(
            CATALOGUE.replace("mode: live", "mode: alive"),
            13,
            "spec.mode",
            "must be one of shadow, approve, live",
            "alive",
            "did you mean live?"),
        arguments(
            CATALOGUE.replace("minimise", "minimize"),
            6,
            "spec.objective.goal",
            "must be one of minimise, maximise",
            "minimize",
            "did you mean minimise?"),
        arguments(
            "apiVersion: refinement.io/v1\nkind: Freeze\nmetadata: {name: \"*\"}\n",
            3,
            "metadata.name",
            "must be a system or system/component",
            "*",
            ""),
        // text that is not a document
        arguments(
            RULE + "  bad: [1, 2\n",
            16,
            "",
            "must be valid YAML",
            "",
            "expected ',' or ']', but got <stream end>"),
        arguments(
            "a: b: c\n", 1, "", "must be valid YAML", "", "mapping values are not allowed here"),
        arguments(
            "&a [*a]",
            1,
            "",
            "must not contain itself",
            "",
            "an alias refers to what it is part of"),
        arguments("[".repeat(40_000), 1, "", "must not be nested deeper than 32", "", ""));
  }

  @ParameterizedTest
  @MethodSource("badDocuments")
  void aFaultNamesPlaceRuleValueAndWhatToDo(
      String text, int line, String path, String rule, String value, String hint) {
    ControlDocuments read = ControlDocuments.read("x.yaml", text);
    assertThat(read.documents()).isEmpty();
    assertThat(read.faults()).contains(new Fault("x.yaml", line, path, rule, value, hint));
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    String text =
        RULE.replace("refinement.io/v1", "v1")
                .replace("demo-latency-high", "\" \"")
                .replace("p95", "p9")
                .replace("20s", "soon")
            + "---\n"
            + CATALOGUE;
    ControlDocuments read = ControlDocuments.read("x.yaml", text);
    assertThat(read.faults())
        .extracting(Fault::path)
        .containsExactly("apiVersion", "metadata.name", "spec.statistic", "spec.for");
    assertThat(read.documents())
        .singleElement()
        .satisfies(document -> assertThat(document.line()).isEqualTo(16));
  }

  @Test
  void anAliasedBombIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [*a")
          .append(i - 1)
          .append(", *a")
          .append(i - 1)
          .append("]\n");
    }
    assertThat(ControlDocuments.read("x", bomb.toString()).faults())
        .extracting(Fault::rule)
        .containsExactly("must be valid YAML");
  }

  @Test
  void noObjectIsBuiltFromATag() {
    String text =
        RULE.replace("description: slow", "description: !!javax.script.ScriptEngineManager [x]");
    assertThat(ControlDocuments.read("x", text).faults()).isEmpty();
  }

  @Test
  void emptyDocumentsDoNotCount() {
    assertThat(ControlDocuments.read("x", "").documents()).isEmpty();
    assertThat(ControlDocuments.read("x", "# nothing\n---\n---\n" + RULE + "---\n").documents())
        .hasSize(1);
  }

  @Test
  void theJsonFormSaysTheSame() {
    for (String text : List.of(RULE, CATALOGUE)) {
      ControlDocument document = ControlDocuments.read("x", text).documents().get(0);
      ControlDocument again = ControlDocuments.read("x", document.json()).documents().get(0);
      assertThat(again.update()).isEqualTo(document.update());
      assertThat(again.json()).isEqualTo(document.json());
    }
  }

  @Test
  void theJsonFormKeepsTypesOrderAndText() {
    String text =
        """
        apiVersion: refinement.io/v1
        kind: Freeze
        metadata: {name: mplp}
        spec:
          reason: [1, -2.50, 1e3, .inf, true, null, "7", 'a "b" \\ ü 😀', x: &k {y: "~"}, *k]
        """;
    assertThat(ControlDocuments.read("x", text).documents().get(0).json())
        .isEqualTo(
            "{\"apiVersion\":\"refinement.io/v1\",\"kind\":\"Freeze\",\"metadata\":{\"name\":\"mplp\"},\"spec\":{\"reason\":"
                + "[1,-2.50,1e3,\".inf\",true,null,\"7\",\"a \\\"b\\\" \\\\ ü 😀\",{\"x\":{\"y\":\"~\"}},{\"y\":\"~\"}]}}");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "0s, 0",
    "10s, 10000",
    "5m, 300000",
    "2h, 7200000",
    "1d, 86400000",
    "999999999d, 86399999913600000"
  })
  void durationsAreWrittenWithOneUnit(String text, long millis) {
    assertThat(Durations.millis(text)).hasValue(millis);
    assertThat(Durations.millis(Durations.text(millis))).hasValue(millis);
  }

  @ParameterizedTest
  @CsvSource({"10", "s", "10 s", "1h30m", "-1s", "1.5s", "10S", "9999999999s", "''", "٣s"})
  void everythingElseIsNoDuration(String text) {
    assertThat(Durations.millis(text)).isEmpty();
  }

  private static String without(String text, String... fields) {
    String rest = text;
    for (String field : fields) {
      rest = rest.replaceAll("(?m)^  " + field + ":.*\n", "");
    }
    return rest;
  }
}
