package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.http.RetryAfter;
import io.chimera.refinement.connectors.influx.ResponseClassifier.Action;
import io.chimera.refinement.connectors.influx.ResponseClassifier.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("REF-TSD-01: what an answer means")
class ResponseClassifierTest {
  /** 2026-11-21T08:00:00Z. */
  private static final long NOW = 1_795_248_000_000L;

  @ParameterizedTest
  @CsvSource({
    "200, FORGET",
    "204, FORGET",
    "301, HOLD",
    "400, ISOLATE",
    "401, HOLD",
    "403, HOLD",
    "404, HOLD",
    "405, HOLD",
    "408, RETRY",
    "413, SPLIT",
    "415, HOLD",
    "422, ISOLATE",
    "425, RETRY",
    "429, RETRY",
    "500, RETRY",
    "502, RETRY",
    "503, RETRY",
    "504, RETRY",
    "0, RETRY",
    "100, RETRY",
    "599, RETRY"
  })
  void everyStatusHasAnAction(int status, Action action) {
    assertThat(ResponseClassifier.classify(new Answer(status, "", null, 0), NOW))
        .isEqualTo(new Verdict(action, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|7000",
        " 7 |7000",
        "0|1000",
        "300|300000",
        "301|300000",
        "999999999999999999999|300000",
        "Sat, 21 Nov 2026 08:00:30 GMT|30000",
        "Sat, 21 Nov 2026 07:00:00 GMT|1000",
        "Sat, 21 Nov 2027 07:00:00 GMT|",
        "Sun, 21 Nov 2027 07:00:00 GMT|300000"
      })
  void aPauseIsReadAsSecondsOrAsADateAndBounded(String retryAfter, Long waitMillis) {
    Verdict verdict = ResponseClassifier.classify(new Answer(503, "", retryAfter, 0), NOW);
    assertThat(verdict)
        .isEqualTo(
            waitMillis == null
                ? new Verdict(Action.RETRY, 0)
                : new Verdict(Action.WAIT, waitMillis));
    assertThat(ResponseClassifier.classify(new Answer(429, "", retryAfter, 0), NOW))
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "soon", "-1", "1.5", "1e3", "٣", "'21 Nov'"})
  void garbageIsAsIfTheHeaderWereAbsent(String retryAfter) {
    assertThat(RetryAfter.millis(retryAfter, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500", "400", "401"})
  void onlyTwoStatusesMayAskForAPause(int status) {
    assertThat(ResponseClassifier.classify(new Answer(status, "", "7", 0), NOW).waitMillis())
        .isZero();
  }
}
