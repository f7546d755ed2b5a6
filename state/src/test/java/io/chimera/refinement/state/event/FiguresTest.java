package io.chimera.refinement.state.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "812.44, 812.4",
    "90, 90",
    "0, 0",
    "-0.0, 0",
    "0.00012345, 0.0001234",
    "123456, 123500",
    "-3.14159, -3.142",
    "1e15, 1E+15",
    "2.5e-9, 2.5E-9",
    "999.96, 1000",
    "Infinity, Infinity"
  })
  void aNumberHasFourSignificantDigits(double value, String text) {
    assertThat(Figures.text(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.62, +62 %", "-0.3, -30 %", "0, 0 %", "0.004, 0 %", "-0.004, 0 %", "12, +1200 %"})
  void aChangeIsASignedPercentage(double ratio, String text) {
    assertThat(Figures.signedPercent(ratio)).isEqualTo(text);
  }
}
