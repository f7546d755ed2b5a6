package io.chimera.refinement.connectors.influx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedLinesTest {
  /** A record that ends in a line feed is joined with the next by another. */
  @ParameterizedTest
  @ValueSource(strings = {"m v=1 7", "\nm v=1 7", "m v=1 7\n", "\r\n\nm v=1 7\r\n"})
  void aRefusedLineIsTheLineAlone(String sent) {
    var line =
        new RejectedLines.RejectedLine(
            sent.getBytes(UTF_8), RejectionCause.values()[0], "why", Place.UNKNOWN, 7);
    assertThat(new String(line.line(), UTF_8)).isEqualTo("m v=1 7");
  }
}
