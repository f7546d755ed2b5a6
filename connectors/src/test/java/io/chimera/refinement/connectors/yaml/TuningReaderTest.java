package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.Guardrails;
import io.chimera.refinement.state.optimise.Tuning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("REF-ALG-06, REF-ALG-11: catalogues that let settings be tuned")
class TuningReaderTest {
  private static final String CATALOGUE =
      """
      apiVersion: refinement.io/v1
      kind: ActionCatalogue
      metadata: {name: pool-and-cache}
      spec:
        select: {system: demo, component: "*"}
        objective: {metric: latency_ms, statistic: p95, goal: minimise, scale: 0.5}
        parameters:
          - {name: pool, min: 4, max: 64, current: 8, type: int, scale: log, unit: connections}
          - {name: ttl, min: 0.5, max: 120, current: 60}
        constraints: [errors]
        trials: 40
        cooldown: 10s
        settle: 15s
        deadline: 60s
        guardrails: {maxConcurrentChanges: 1, maxStep: 0.25}
      """;

  private static ControlDocuments read(String text) {
    return ControlDocuments.read("t.yaml", text);
  }

  @Test
  void settingsAreReadAsTheyAreWritten() {
    ControlDocuments read = read(CATALOGUE);
    assertThat(read.faults()).isEmpty();
    ActionCatalogue catalogue = read.documents().get(0).update().catalogue();
    assertThat(catalogue.actions()).isEmpty();
    assertThat(catalogue.mode()).isEqualTo("shadow");
    assertThat(catalogue.guardrails()).isEqualTo(new Guardrails(0, 0, 0, false, 1, 0.25));
    assertThat(catalogue.tuning())
        .isEqualTo(
            new Tuning(
                List.of(
                    new Tuning.Parameter("pool", 4, 64, 8, true, true, "connections"),
                    new Tuning.Parameter("ttl", 0.5, 120, 60, false, false, "")),
                List.of("errors"),
                40));
  }

  @Test
  void actionsAndSettingsMayStandTogether() {
    ControlDocuments read =
        read(
            CATALOGUE.replace(
                "  parameters:", "  actions: [{name: hold}, {name: restart}]\n  parameters:"));
    assertThat(read.faults()).isEmpty();
    assertThat(read.documents().get(0).update().catalogue().actions()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max: 64 | max: 4 | 8 | parameters[0].max | must be more than min (4.0)",
        "max: 64 | max: .inf | 8 | parameters[0].max | must be a number",
        "max: 64 | max: .nan | 8 | parameters[0].max | must be a number",
        "min: 4 | min: 0 | 8 | parameters[0].min | must be more than 0 on a log scale",
        "max: 64 | max: 4.5 | 8 | parameters[0].max | must leave two whole numbers from min (4.0)",
        "current: 8 | current: 3 | 8 | parameters[0].current | must be between min (4.0) and max (64.0)",
        "current: 8 | current: 8.5 | 8 | parameters[0].current | must be a whole number",
        "name: ttl | name: pool | 9 | parameters[1].name | must be unique among the parameters",
        "'min: 0.5, ' | '' | 9 | parameters[1].min | must be a number",
        "type: int | type: whole | 8 | parameters[0].type | must be one of float, int",
        "scale: log | scale: ln | 8 | parameters[0].scale | must be one of linear, log",
        "unit: connections | units: c | 8 | parameters[0].units | must be a known field",
        "trials: 40 | trials: 1.5 | 11 | trials | must be a whole number",
        "trials: 40 | trials: 0 | 11 | trials | must be a number in [1, 1000]",
        "maxStep: 0.25 | maxStep: 2 | 15 | guardrails.maxStep | must be a number in [0, 1]",
      })
  void anImpossibleSettingIsAFaultWithItsLine(
      String what, String instead, int line, String path, String rule) {
    ControlDocuments read = read(CATALOGUE.replace(what, instead == null ? "" : instead));
    assertThat(read.documents()).isEmpty();
    assertThat(read.faults())
        .anySatisfy(
            fault -> {
              assertThat(fault.line()).isEqualTo(line);
              assertThat(fault.path()).isEqualTo("spec." + path);
              assertThat(fault.rule()).isEqualTo(rule);
            });
  }

  @Test
  void constraintsWithoutSettingsAreAFault() {
    int from = CATALOGUE.indexOf("  parameters:");
    int to = CATALOGUE.indexOf("  constraints:");
    String none =
        CATALOGUE.substring(0, from)
            + "  actions: [{name: hold}, {name: restart}]\n"
            + CATALOGUE.substring(to);
    assertThat(read(none).faults())
        .extracting(Fault::path)
        .containsExactly("spec.constraints", "spec.trials");
  }

  @Test
  void aCatalogueWithNeitherActionsNorSettingsIsAFault() {
    int from = CATALOGUE.indexOf("  parameters:");
    int to = CATALOGUE.indexOf("  cooldown:");
    assertThat(read(CATALOGUE.substring(0, from) + CATALOGUE.substring(to)).faults())
        .extracting(Fault::path)
        .containsExactly("spec.actions");
    assertThat(
            read(CATALOGUE.substring(0, from) + "  parameters: []\n" + CATALOGUE.substring(to))
                .faults())
        .extracting(Fault::rule)
        .containsExactly("must be 1 to 16 settings");
  }

  @Test
  void aConstraintThatIsNoObjectiveOfThePacksIsAFault(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("c.yaml"), CATALOGUE);
    assertThat(Packs.read(folder).faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.path()).isEqualTo("spec.constraints");
              assertThat(fault.value()).isEqualTo("errors");
            });
  }
}
