package io.chimera.refinement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Sample.of(4, 1, 3, 2).median()).isEqualTo(2.5);
  }

  @Test
  void oneValueIsItsOwnInterval() {
    assertThat(Sample.of(7).interval()).containsExactly(7, 7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theIntervalHoldsTheMedianAndStaysInsideWhatWasSeen(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Sample sample = new Sample(IntStream.range(0, 9).mapToDouble(i -> random.nextDouble()).toArray());

    double[] interval = sample.interval();

    assertThat(sample.median()).isBetween(interval[0], interval[1]);
    assertThat(sample.values()).anyMatch(value -> value <= interval[0]).anyMatch(value -> value >= interval[1]);
  }
}
