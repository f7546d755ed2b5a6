package io.chimera.refinement.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.delivery.ReplyClassifier.Action;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("REF-L7-04: what a subscriber's answer means")
class ReplyClassifierTest {

  @ParameterizedTest
  @CsvSource({
    "0, RETRY",
    "100, RETRY",
    "200, DONE",
    "202, DONE",
    "204, DONE",
    "301, REFUSED",
    "307, REFUSED",
    "400, REFUSED",
    "401, REFUSED",
    "404, REFUSED",
    "408, RETRY",
    "409, REFUSED",
    "413, REFUSED",
    "425, RETRY",
    "429, RETRY",
    "500, RETRY",
    "503, RETRY",
    "599, RETRY"
  })
  void everyStatusHasAnAction(int status, Action action) {
    assertThat(ReplyClassifier.classify(status)).isEqualTo(action);
  }
}
