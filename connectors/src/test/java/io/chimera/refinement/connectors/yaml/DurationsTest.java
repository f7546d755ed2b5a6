package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("durations as text")
class DurationsTest {
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
}
