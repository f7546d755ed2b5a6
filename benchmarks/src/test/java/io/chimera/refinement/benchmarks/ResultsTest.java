package io.chimera.refinement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final Measure RATE = Measure.higher("2.1", "rate", "1/s").must(50_000);
  private static final Measure COST = Measure.lower("2.2", "cost", "us").must(20);

  @TempDir private Path folder;

  @Test
  void whatIsWrittenHasTheFieldsOfTheContractAndIsReadAgain() throws Exception {
    Path file = folder.resolve("deeper/results.json");

    ResultsJson.write(file, List.of(result(RATE, 60_000, 61_000, 62_000), result(COST, 21)), Map.of("cores", 2));

    JsonNode rows = new ObjectMapper().readTree(file.toFile());
    assertThat(rows.get(0).fieldNames())
        .toIterable()
        .containsExactly("id", "suite", "measure", "value", "unit", "must", "aim", "passed", "samples", "interval", "environment");
    assertThat(rows.get(0).path("passed").asBoolean()).isTrue();
    assertThat(rows.get(1).path("passed").asBoolean(true)).isFalse();
    assertThat(ResultsJson.read(file)).containsEntry("2.1", 61_000.0).containsEntry("2.2", 21.0);
  }

  @Test
  void aRowIsWorseOnlyBeyondNoiseAndInTheWrongDirection() {
    Comparison before = new Comparison(Map.of("2.1", 60_000.0, "2.2", 10.0));

    assertThat(before.isWorse(result(COST, 11, 11.2, 11.3))).isTrue();
    assertThat(before.isWorse(result(COST, 9.9, 11.2, 11.3))).as("the baseline lies in the interval").isFalse();
    assertThat(before.isWorse(result(COST, 8))).isFalse();
    assertThat(before.isWorse(result(RATE, 50_000))).isTrue();
    assertThat(before.isWorse(result(RATE, 59_000))).as("within the tolerance").isFalse();
  }

  @Test
  void aRowThatTheBaselineDoesNotKnowIsNotJudged() {
    assertThat(Comparison.NONE.isWorse(result(RATE, 1))).isFalse();
    assertThat(Comparison.NONE.change(result(RATE, 1))).isEmpty();
  }

  private static Result result(Measure measure, double... values) {
    return new Result("topology", measure, new Sample(values));
  }
}
