package io.chimera.refinement.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is newest in {@code kpi-reports}, however producers write their time. */
class NewestReportsTest {
  private static final long MILLIS = 1_795_248_000_000L;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1795248000000",
        "\"2026-11-21T08:00:00Z\"",
        "\"2026-11-21t08:00z\"",
        "\"2026-11-21T10:00:00.000+02:00\"",
        "\"2026-11-21T10:00:00+0200\""
      })
  void aTimeIsUnderstoodAsTheContractAllowsIt(String time) {
    assertThat(NewestReports.newestIn("{\"timestamp\": " + time + ",\"agentId\":\"a\"}"))
        .hasValue(MILLIS);
  }

  @Test
  void theNewestOfABatchCounts() {
    assertThat(
            NewestReports.newestIn(
                """
                [{"timestamp":1795247999000},{"timestamp":"2026-11-21T08:00:00Z"},{"timestamp":"yesterday at eight"},{"timestamp":7}]
                """))
        .hasValue(MILLIS);
    assertThat(NewestReports.newestIn("{\"timestamp\":\"2026-11-21T08:00:00\"}"))
        .as("without an offset it is refused")
        .isEmpty();
  }
}
