package io.chimera.refinement.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.oracle.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosReportTest {
  @TempDir private Path folder;

  /** Contract, section 8. */
  @Test
  void aResultHasTheFieldsOfTheContract() throws Exception {
    Path file = folder.resolve("deep/chaos.json");
    ChaosReport.open(file).put(result(1, 3, true));
    JsonNode read = new ObjectMapper().readTree(Files.readAllBytes(file));
    assertThat(read.get(0).fieldNames())
        .toIterable()
        .contains(
            "scenario",
            "seed",
            "passed",
            "lost",
            "duplicate",
            "wrong",
            "recoverySeconds",
            "ledgerBalanced",
            "note");
    assertThat(read.get(0).get("passed").asBoolean()).isTrue();
  }

  @Test
  void aReportIsGoneOnWith() {
    Path file = folder.resolve("chaos.json");
    ChaosReport.open(file).put(result(2, 1, false));
    ChaosReport again = ChaosReport.open(file);
    assertThat(again.holds(2, 1)).isTrue();
    assertThat(again.holds(2, 2)).isFalse();
    again.put(result(1, 1, true));
    again.put(result(2, 1, true));
    assertThat(ChaosReport.open(file).results())
        .extracting(ChaosResult::scenario, ChaosResult::passed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, true),
            org.assertj.core.groups.Tuple.tuple(2, true));
  }

  @Test
  void aFileThatIsNoReportIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("chaos.json"), "no report");
    assertThatThrownBy(() -> ChaosReport.open(file)).hasMessageStartingWith("Cannot read " + file);
  }

  @Test
  void whatIsLostDoesNotPass() {
    Tally tally = new Tally();
    tally.lost("a window");
    ChaosResult result =
        ChaosResult.of(
            new TaskManagerKilled(),
            1,
            tally,
            new Recovery(1, 2, 1),
            true,
            List.of(),
            List.of("story"));
    assertThat(result.passed()).isFalse();
    assertThat(result.examples()).containsEntry("lost", List.of("a window"));
  }

  @Test
  void everyScenarioHasANumberOfItsOwn() {
    Set<Integer> numbers =
        Scenarios.all().stream().map(Scenario::number).collect(Collectors.toSet());
    assertThat(numbers).hasSameSizeAs(Scenarios.all());
  }

  private static ChaosResult result(int scenario, long seed, boolean passed) {
    Scenario known =
        Scenarios.all().stream()
            .filter(each -> each.number() == scenario)
            .findFirst()
            .orElseThrow();
    return ChaosResult.of(
        known,
        seed,
        new Tally(),
        new Recovery(1.5, 2.5, 1),
        true,
        passed ? List.of() : List.of("a demand"),
        List.of("story"));
  }
}
