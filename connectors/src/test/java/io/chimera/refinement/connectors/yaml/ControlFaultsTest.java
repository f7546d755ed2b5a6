package io.chimera.refinement.connectors.yaml;

import static io.chimera.refinement.connectors.yaml.ControlDocumentsTest.CATALOGUE;
import static io.chimera.refinement.connectors.yaml.ControlDocumentsTest.RULE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("REF-ALR-07: what is wrong with a document is told with place, rule and value")
class ControlFaultsTest {
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
}
