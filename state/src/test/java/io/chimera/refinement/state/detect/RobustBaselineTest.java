package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobustBaselineTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void medianAndSpreadAreThoseOfTheLastValues(long seed) {
    Random random = new Random(seed);
    int history = 4 + random.nextInt(60);
    boolean coarse = seed % 2 == 0; // ties
    RobustBaseline baseline = new RobustBaseline();
    Deque<Double> last = new ArrayDeque<>();
    for (int i = 0; i < 2_000; i++) {
      double value = coarse ? random.nextInt(5) : random.nextGaussian() * 1e3;
      baseline.learn(value, value, history);
      last.addLast(value);
      if (last.size() > history) {
        last.removeFirst();
      }
      double median = median(last.stream().mapToDouble(Double::doubleValue).toArray());
      double spread = median(last.stream().mapToDouble(x -> Math.abs(x - median)).toArray());
      assertThat(baseline.size()).isEqualTo(last.size());
      assertThat(baseline.median()).isEqualTo(median, within(1e-9));
      assertThat(baseline.medianAbsoluteDeviation(baseline.median()))
          .isEqualTo(spread, within(1e-9));
    }
  }

  @Test
  void aShorterHistoryForgetsTheOldestFirst() {
    RobustBaseline baseline = new RobustBaseline();
    for (int i = 1; i <= 300; i++) {
      baseline.learn(i, i, 256);
    }
    assertThat(baseline.size()).isEqualTo(256);
    baseline.learn(301, 301, 5);
    assertThat(baseline.size()).isEqualTo(5);
    assertThat(baseline.median()).isEqualTo(299);
  }

  @Test
  void theScaleIsAtLeastOnePercentOfTheRunningRange() {
    RobustBaseline baseline = new RobustBaseline();
    baseline.learn(0, 0, 10);
    baseline.learn(1_000, 1_000, 10);
    for (int i = 0; i < 10; i++) {
      baseline.learn(500, 500, 10);
    }
    assertThat(baseline.medianAbsoluteDeviation(500)).isZero();
    assertThat(baseline.scale(500, true, 0, 1e-9)).isBetween(9.9, 10.0);
  }

  @Test
  void extremeValuesKeepTheMedianFinite() {
    RobustBaseline baseline = new RobustBaseline();
    baseline.learn(Double.MAX_VALUE, Double.MAX_VALUE, 10);
    baseline.learn(Double.MAX_VALUE, Double.MAX_VALUE, 10);
    assertThat(baseline.median()).isEqualTo(Double.MAX_VALUE);
    assertThat(baseline.medianAbsoluteDeviation(Double.MAX_VALUE)).isZero();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
