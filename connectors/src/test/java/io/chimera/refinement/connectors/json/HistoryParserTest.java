package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryParserTest {
  private static final Origin ORIGIN = new Origin("", 0, 1, 0, 0);
  private final HistoryParser parser = new HistoryParser(Limits.CONTRACT);

  private HistoryRecord parse(String value) {
    return parser.parse(value.getBytes(StandardCharsets.UTF_8), ORIGIN);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatTheProductWritesIsReadAsWhatItIs(long seed) {
    RandomEvents random = new RandomEvents(seed);
    for (int i = 0; i < 100; i++) {
      Recommendation advice = random.recommendation();
      HistoryRecord decision = parser.parse(JsonWriter.recommendations().write(advice), ORIGIN);
      if (decision.decision() != null) {
        assertThat(decision.recommendationId()).isEqualTo(advice.recommendationId());
        assertThat(decision.decision().action()).isEqualTo(advice.action());
        assertThat(decision.decision().pmf().keySet()).isEqualTo(advice.pmf().keySet());
        assertThat(decision.decision().vetoed())
            .containsExactlyInAnyOrderElementsOf(advice.vetoed().keySet());
      }
      Outcome given = random.outcome();
      HistoryRecord outcome = parser.parse(JsonWriter.outcomes().write(given), ORIGIN);
      assertThat(outcome.decision()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|MALFORMED_JSON",
        "{}|MISSING_FIELD",
        "{\"recommendationId\":\"r\",\"applied\":true,\"reward\":2,\"observedAt\":1795248060000}|INVALID_REWARD",
        "{\"recommendationId\":\"r\",\"optimizer\":\"bandit\",\"pmf\":{}}|MISSING_FIELD",
        "{\"recommendationId\":\"r\",\"optimizer\":\"bandit\",\"pmf\":[]}|WRONG_TYPE"
      })
  void whatIsNeitherIsRefusedWithItsReason(String value, String reason) {
    assertThat(parse(value).refused()).isEqualTo(reason);
  }

  @Test
  void anEmptyValueIsRefused() {
    assertThat(parser.parse(null, ORIGIN).refused()).isEqualTo("EMPTY");
  }
}
