package io.chimera.refinement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-PAT-02. */
class RisingSeriesTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theRiseIsToldAfterItBeganAndBeforeTheSeriesEnds(long seed) {
    RisingSeries series = RisingSeries.draw(new Random(seed), 40, 0.5);
    int panes = series.minutes() * RisingSeries.PANES_PER_MINUTE;
    assertThat(series.minutes()).isGreaterThan(30);
    assertThat(panes).isLessThanOrEqualTo(series.values().length);
    assertThat(series.panes()).isGreaterThan(30 * RisingSeries.PANES_PER_MINUTE);
    assertThat(DoubleStream.of(series.values()).boxed())
        .allSatisfy(value -> assertThat(value).isBetween(30.0, 90.0));
  }
}
