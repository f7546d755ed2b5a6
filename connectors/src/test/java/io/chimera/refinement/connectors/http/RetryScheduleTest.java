package io.chimera.refinement.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-L4-04, C-000-34: one try and three retries after 1, 2 and 4 seconds")
class RetryScheduleTest {

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 4000", "1000, 4000"})
  void withoutJitterTheDelaysAreExact(int failures, long delayMillis) {
    RetrySchedule schedule = new RetrySchedule(RetrySchedule.Params.DEFAULT, () -> 0.5);
    assertThat(schedule.delayMillis(failures)).isEqualTo(delayMillis);
    assertThat(schedule.retries()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0.0, 800", "0.25, 900", "0.75, 1100"})
  void theJitterIsWhatIsDrawn(double draw, long delayMillis) {
    assertThat(new RetrySchedule(RetrySchedule.Params.DEFAULT, () -> draw).delayMillis(1))
        .isEqualTo(delayMillis);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theJitterStaysWithinAFifth(long seed) {
    RetrySchedule schedule =
        new RetrySchedule(RetrySchedule.Params.DEFAULT, new Random(seed)::nextDouble);
    for (int i = 0; i < 1_000; i++) {
      assertThat(schedule.delayMillis(2)).isBetween(1_600L, 2_400L);
    }
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new RetrySchedule.Params(List.of(), 0))
        .hasMessageContaining("delaysMillis must be");
    assertThatThrownBy(() -> new RetrySchedule.Params(List.of(0L), 0))
        .hasMessageContaining("was [0]");
    assertThatThrownBy(() -> new RetrySchedule.Params(List.of(1L), 1))
        .hasMessage("jitterRatio must be in [0, 1), was 1.0");
    assertThatThrownBy(
            () -> new RetrySchedule(RetrySchedule.Params.DEFAULT, () -> 0).delayMillis(0))
        .hasMessage("failures must be at least 1, was 0");
  }
}
