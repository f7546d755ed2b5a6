package io.chimera.refinement.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the proof: the scenarios that find most, on real processes and one cluster, at
 * a third of their length.
 */
class ChaosIT {
  private static final List<Integer> SCENARIOS = List.of(1, 2, 18, 20, 30);

  @TempDir private Path folder;

  @BeforeAll
  static void useThePackagedJars() {
    System.setProperty("refinement.home", "..");
  }

  @AfterAll
  static void forgetThem() {
    System.clearProperty("refinement.home");
  }

  /** REF-ING-07, REF-ING-08, REF-STR-01. */
  @Test
  void nothingIsLostNorThereTwiceNorWrongWhateverIsKilled() {
    StringWriter told = new StringWriter();
    Path report = folder.resolve("chaos.json");
    new Chaos(
            new Chaos.Order(SCENARIOS, 7, 1, 1, 1, false, false),
            // Processes that live for a minute gain nothing from thorough compilation.
            new Chaos.Effort(0.34, 200, false, List.of("-XX:TieredStopAtLevel=1")),
            report,
            folder,
            new PrintWriter(told))
        .run();
    assertThat(ChaosReport.open(report).results())
        .extracting(ChaosResult::scenario)
        .containsExactlyElementsOf(SCENARIOS);
    assertThat(ChaosReport.open(report).results())
        .allSatisfy(
            result -> {
              // Not the bars on time: they would judge whatever else the machine is doing.
              assertThat(result.lost() + result.duplicate() + result.wrong())
                  .as(told.toString())
                  .isZero();
              assertThat(result.ledgerBalanced()).as(told.toString()).isTrue();
              assertThat(result.counts().get("accepted")).isGreaterThan(1_000);
              assertThat(result.counts().get("windows")).isPositive();
            });
  }
}
