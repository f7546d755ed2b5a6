package io.chimera.refinement.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * {@code packs}, {@code validate} and {@code apply --dry-run} on the shipped packs and bad ones.
 */
class PacksCommandTest {
  private static final String SHIPPED = "../packs";
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine commands = Refinement.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  @Test
  void objectivesAsTableAreTheRowsOfTheDocuments() throws Exception {
    assertThat(execute("packs", "--packs", SHIPPED, "--kind", "objectives", "--format", "tsv"))
        .isZero();
    List<String> stated =
        Files.readAllLines(Path.of("../connectors/src/test/resources/packs/objectives.tsv"));
    List<String> listed = out.toString().lines().toList();
    assertThat(listed.get(0)).isEqualTo(stated.get(0));
    assertThat(new TreeSet<>(listed)).isEqualTo(new TreeSet<>(stated));
    assertThat(listed).hasSize(633);
  }

  @ParameterizedTest
  @CsvSource({
    "objectives, 632",
    "alerts, 36",
    "scaling, 13",
    "budgets, 12",
    "gates, 4",
    "profiles, 36"
  })
  void everyKindIsListed(String kind, int rows) throws Exception {
    assertThat(execute("packs", "--packs", SHIPPED, "--kind", kind, "--format", "json")).isZero();
    JsonNode list = new ObjectMapper().readTree(out.toString());
    assertThat(list.size()).isEqualTo(rows);
    assertThat(list.get(0).get("id").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unit: ms|unit: sec|spec.thresholdMetric.metricSource.spec.unit|must be a unit",
        "unit: ms|unit: s|spec.thresholdMetric.metricSource.spec.unit|must be ms",
        "op: lt|op: less|spec.objectives[0].op|must be one of lt, lte, gt, gte",
        "target: 0.95|target: 1|spec.objectives[0].target|must be less than 1",
        "value: 200|value: 0|spec.objectives[0].value|must be above 0",
        "name: slow|nam: slow|metadata.name|must be a name",
        "isRolling: true|isRoling: true|spec.timeWindow[0].isRoling|must be a known field",
        "statistic: p95|statistic: p96|metadata.annotations.refinement.io/statistic|must be a statistic",
        "target: 0.95|target: 0.9|spec.alertPolicies|must be able to fire",
        "alertPolicyRef: fast|alertPolicyRef: fats|spec.alertPolicies|must be names of alert policies",
        "indicatorRef: latency|indicatorRef: latencies|spec.indicatorRef|must be the name of an SLI"
      })
  void aFaultIsNamedWithItsPlace(
      String good, String bad, String path, String rule, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("pack.yaml");
    String pack = PACK.replace(good.replace("\\n", "\n"), bad.replace("\\n", "\n"));
    assertThat(pack).isNotEqualTo(PACK);
    Files.writeString(file, pack);
    assertThat(execute("validate", "--packs", file.toString(), "--format", "json")).isEqualTo(1);
    JsonNode faults = new ObjectMapper().readTree(out.toString());
    assertThat(faults)
        .anySatisfy(
            fault -> {
              assertThat(fault.get("file").asText()).isEqualTo(file.toString());
              assertThat(fault.get("line").asInt()).isPositive();
              assertThat(fault.get("path").asText()).isEqualTo(path);
              assertThat(fault.get("rule").asText()).startsWith(rule);
            });
  }

  @Test
  void anImpossibleBurnAlertIsRefusedWithItsArithmetic(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pack.yaml");
    Files.writeString(file, PACK.replace("target: 0.95", "target: 0.9"));
    assertThat(execute("validate", "--packs", file.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("14.4 x (1 - 0.9) = 1.44 > 1", "0.930556");
  }

  @Test
  void aSoundPackIsApplied(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pack.yaml");
    Files.writeString(file, PACK);
    assertThat(execute("validate", "--packs", file.toString())).as(out.toString()).isZero();
    assertThat(execute("apply", "-f", file.toString(), "--dry-run")).isZero();
    assertThat(out.toString()).contains("would apply SLO/slow", "would apply SLI/latency");
  }

  /** A part of what is in force cannot say what is missing: a note; all of it can: a fault. */
  @Test
  void aConstraintThatIsElsewhereIsANoteToApplyAndAFaultToValidate(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("catalogue.yaml");
    Files.writeString(
        file,
        """
        apiVersion: refinement.io/v1
        kind: ActionCatalogue
        metadata: {name: pool}
        spec:
          select: {system: shop, component: cart}
          objective: {metric: response_time_ms, statistic: p95, goal: minimise}
          parameters: [{name: pool, min: 4, max: 64, current: 8}]
          constraints: [shop-errors]
          cooldown: 10s
          settle: 15s
          deadline: 60s
        """);
    assertThat(execute("apply", "-f", file.toString(), "--dry-run")).isZero();
    assertThat(out.toString()).contains("would apply ActionCatalogue/pool");
    assertThat(err.toString())
        .startsWith(
            "note: "
                + file
                + ":1: spec.constraints must be names of objectives, was shop-errors; there are none");
    assertThat(execute("validate", "--packs", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains(file + ":1: spec.constraints must be names of objectives, was shop-errors");
  }

  private static final String PACK =
      """
      apiVersion: openslo/v1
      kind: SLI
      metadata: {name: latency}
      spec:
        thresholdMetric:
          metricSource:
            type: refinement
            spec: {system: shop, component: cart, metric: response_time_ms, unit: ms}
      ---
      apiVersion: openslo/v1
      kind: SLO
      metadata:
        name: slow
        annotations: {refinement.io/statistic: p95, refinement.io/window: 5m}
      spec:
        service: shop-cart
        indicatorRef: latency
        timeWindow: [{duration: 30d, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [{op: lt, value: 200, target: 0.95}]
        alertPolicies: [{alertPolicyRef: fast}]
      ---
      apiVersion: openslo/v1
      kind: AlertPolicy
      metadata: {name: fast}
      spec:
        conditions:
          - kind: AlertCondition
            metadata: {name: burns, annotations: {refinement.io/short-window: 5m}}
            spec:
              severity: page
              condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h}
        notificationTargets: []
      """;
}
