package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("REF-ALG-11: what limits a search has a value where the search is; one owner each")
class CatalogueChecksTest {
  private static final String TUNED =
      """
      apiVersion: refinement.io/v1
      kind: ActionCatalogue
      metadata: {name: pool}
      spec:
        select: {system: shop, component: cart}
        objective: {metric: latency_ms, statistic: p95, goal: minimise}
        parameters: [{name: pool, min: 4, max: 64, current: 8}]
        constraints: [shop-errors]
        cooldown: 10s
        settle: 15s
        deadline: 60s
      """;

  private static final String OBJECTIVE =
      """
      apiVersion: openslo/v1
      kind: SLI
      metadata: {name: errors}
      spec:
        thresholdMetric:
          metricSource:
            type: refinement
            spec: {system: shop, component: "*", metric: error_percent, unit: "%"}
      ---
      apiVersion: refinement.io/v1
      kind: Objective
      metadata:
        name: shop-errors
        annotations: {refinement.io/window: 1m, refinement.io/by: component}
      spec: {service: shop-cart, indicatorRef: errors, op: lt, value: 5}
      """;

  private static final String ACTIONS =
      """
      apiVersion: refinement.io/v1
      kind: ActionCatalogue
      metadata: {name: %s}
      spec:
        select: {system: shop, component: "%s"}
        objective: {metric: latency_ms, statistic: p95, goal: minimise}
        actions: [{name: hold}, {name: %s}]
        cooldown: 10s
        settle: 15s
        deadline: 60s
        owner: %s
      """;

  @TempDir private Path folder;

  private List<Fault> faults(String... texts) throws IOException {
    for (int i = 0; i < texts.length; i++) {
      Files.writeString(folder.resolve((char) ('a' + i) + ".yaml"), texts[i]);
    }
    return Packs.read(folder).faults();
  }

  private void assertFault(String objective, String rule, String hint) throws IOException {
    assertThat(faults(TUNED, objective))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.file()).endsWith("a.yaml");
              assertThat(fault.line()).isEqualTo(1);
              assertThat(fault.path()).isEqualTo("spec.constraints");
              assertThat(fault.rule()).isEqualTo(rule);
              assertThat(fault.value()).isEqualTo("shop-errors");
              assertThat(fault.hint()).contains(hint).contains("b.yaml:10");
            });
  }

  @Test
  void anObjectiveWithAValuePerComponentLimitsASearch() throws IOException {
    assertThat(faults(TUNED, OBJECTIVE)).isEmpty();
  }

  @Test
  void oneOfAWholeSystemWouldLimitNothing() throws IOException {
    assertFault(
        OBJECTIVE.replace(", refinement.io/by: component", ""),
        "must be objectives with a value per component",
        "with refinement.io/by: component");
  }

  @Test
  void oneWithoutALimitIsNeverKept() throws IOException {
    assertFault(
        OBJECTIVE.replace("op: lt", "op: report"),
        "must be objectives with a limit",
        "is reported only");
  }

  @Test
  void oneOfAnotherComponentIsNeverEvaluated() throws IOException {
    assertFault(
        OBJECTIVE.replace("component: \"*\"", "component: till"),
        "must be objectives of the components that are tuned",
        "is about shop/till");
    assertFault(
        OBJECTIVE.replace("system: shop", "system: mill"),
        "must be objectives of the components that are tuned",
        "is about mill/*");
  }

  @Test
  void besideOtherDocumentsWhatIsMissingIsANoteAndWhatIsKnownIsJudged() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), TUNED);
    Packs alone = Packs.readBeside(file, List.of());
    assertThat(alone.faults()).isEmpty();
    assertThat(alone.documents()).hasSize(1);
    assertThat(alone.notes()).extracting(Fault::value).containsExactly("shop-errors");
    List<ControlDocument> known = ControlDocuments.read("control topic", OBJECTIVE).documents();
    assertThat(Packs.readBeside(file, known).notes()).isEmpty();
    List<ControlDocument> wrong =
        ControlDocuments.read("control topic", OBJECTIVE.replace("op: lt", "op: report"))
            .documents();
    assertThat(Packs.readBeside(file, wrong).faults())
        .extracting(Fault::rule)
        .containsExactly("must be objectives with a limit");
  }

  @Test
  void whatCanBeDoneToAComponentHasOneOwner() throws IOException {
    List<Fault> faults =
        faults(
            ACTIONS.formatted("one", "*", "restart", "team-a"),
            ACTIONS.formatted("other", "cart", "restart", "team-b"));
    assertThat(faults)
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.file()).endsWith("b.yaml");
              assertThat(fault.path()).isEqualTo("spec.owner");
              assertThat(fault.rule()).isEqualTo("must be one for what can be done to a component");
              assertThat(fault.value()).isEqualTo("team-b");
              assertThat(fault.hint())
                  .startsWith("restart is also in one (")
                  .endsWith("owned by team-a");
            });
  }

  @Test
  void cataloguesThatShareNothingOrAnOwnerMayOverlap() throws IOException {
    assertThat(
            faults(
                ACTIONS.formatted("one", "*", "restart", "team-a"),
                ACTIONS.formatted("two", "cart", "scale_out", "team-b"),
                ACTIONS.formatted("three", "cart", "restart", "team-a")))
        .isEmpty();
    assertThat(
            faults(
                ACTIONS.formatted("one", "cart", "restart", "team-a"),
                ACTIONS.formatted("two", "till", "restart", "team-b"),
                ACTIONS.formatted("three", "mill", "restart", "team-c")))
        .isEmpty();
  }
}
