package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-ALR-07: rules and catalogues in YAML")
class ControlDocumentsTest {
  static final String RULE =
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

  static final String CATALOGUE =
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

  private static String without(String text, String... fields) {
    String rest = text;
    for (String field : fields) {
      rest = rest.replaceAll("(?m)^  " + field + ":.*\n", "");
    }
    return rest;
  }
}
