package io.chimera.refinement.state.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class QuantileSketchTest {
  private static final double[] RANKS = {
    0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1
  };

  @ParameterizedTest
  @EnumSource(Values.class)
  void aFewValuesGiveExactQuantiles(Values distribution) {
    for (int n = 1; n <= QuantileSketch.EXACT; n++) {
      double[] values = distribution.take(n, n);
      QuantileSketch sketch = sketch(values);
      for (double q : RANKS) {
        assertThat(sketch.quantile(q)).isEqualTo(bruteForce(values, q) + 0.0);
      }
    }
  }

  /**
   * Values spread over more decades than the bins cover are left out: their small ones count as the
   * smallest bin.
   */
  @ParameterizedTest
  @EnumSource(
      value = Values.class,
      mode = Mode.EXCLUDE,
      names = {"ANY_DECADE", "END_OF_RANGE"})
  void manyValuesGiveQuantilesWithinTheRelativeError(Values distribution) {
    for (long seed = 1; seed <= 5; seed++) {
      double[] values = distribution.take(seed, 3_000);
      QuantileSketch sketch = sketch(values);
      for (double q : RANKS) {
        double expected = bruteForce(values, q);
        double tolerance = Math.abs(expected) * QuantileSketch.RELATIVE_ERROR * (1 + 1e-9);
        assertThat(sketch.quantile(q)).as("quantile %s", q).isCloseTo(expected, within(tolerance));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void neitherOrderNorGroupingChangesABit(Values distribution) {
    for (int n : new int[] {10, 64, 65, 1_000}) {
      double[] values = distribution.take(11, n);
      QuantileSketch expected = sketch(values);
      for (long seed = 1; seed <= 10; seed++) {
        QuantileSketch merged = inGroups(Values.shuffled(values, seed), new Random(seed));
        for (double q : RANKS) {
          assertThat(Double.doubleToRawLongBits(merged.quantile(q)))
              .isEqualTo(Double.doubleToRawLongBits(expected.quantile(q)));
        }
        assertThat(merged.isEmpty()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void aSketchSurvivesItsBytesAndGoesOn(Values distribution) throws IOException {
    for (int n : new int[] {0, 1, 64, 65, 2_000}) {
      QuantileSketch sketch = sketch(distribution.take(5, n));
      QuantileSketch read = roundTrip(sketch);
      for (double value : distribution.take(6, 100)) {
        sketch.add(value);
        read.add(value);
      }
      for (double q : RANKS) {
        assertThat(read.quantile(q)).isEqualTo(sketch.quantile(q));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void theBinsHoldEveryValueInAscendingOrder(Values distribution) {
    for (int n : new int[] {3, 64, 65, 2_000}) {
      QuantileSketch sketch = sketch(distribution.take(9, n));
      long[] total = {0};
      double[] last = {Double.NEGATIVE_INFINITY};
      sketch.forEachBin(
          (value, count) -> {
            assertThat(value).isGreaterThanOrEqualTo(last[0]);
            assertThat(count).isPositive();
            last[0] = value;
            total[0] += count;
          });
      assertThat(total[0]).isEqualTo(n);
    }
  }

  @Test
  void addingACountIsAddingAsOften() {
    QuantileSketch counted = new QuantileSketch();
    QuantileSketch single = new QuantileSketch();
    for (int i = 1; i < 20; i++) {
      counted.add(i * 1.5, i);
      for (int j = 0; j < i; j++) {
        single.add(i * 1.5);
      }
      for (double q : RANKS) {
        assertThat(counted.quantile(q)).isEqualTo(single.quantile(q));
      }
    }
  }

  @Test
  void aCopyGoesItsOwnWay() {
    for (int n : new int[] {5, 500}) {
      QuantileSketch original = sketch(Values.UNIFORM.take(1, n));
      double before = original.quantile(1);
      QuantileSketch copy = original.copy();
      copy.add(1e6, 1000);
      assertThat(original.quantile(1)).isEqualTo(before);
    }
  }

  @Test
  void anEmptySketchAnswersZero() {
    assertThat(new QuantileSketch().quantile(0.5)).isZero();
    assertThat(new QuantileSketch().isEmpty()).isTrue();
  }

  private static double bruteForce(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (q * (sorted.length - 1))];
  }

  private static QuantileSketch sketch(double... values) {
    QuantileSketch sketch = new QuantileSketch();
    for (double value : values) {
      sketch.add(value);
    }
    return sketch;
  }

  private static QuantileSketch inGroups(double[] values, Random random) {
    QuantileSketch total = new QuantileSketch();
    QuantileSketch group = new QuantileSketch();
    for (double value : values) {
      group.add(value);
      if (random.nextInt(1 + values.length / 7) == 0) {
        total.merge(group);
        group = new QuantileSketch();
      }
    }
    group.merge(total);
    return group;
  }

  private static QuantileSketch roundTrip(QuantileSketch sketch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sketch.write(new DataOutputStream(bytes));
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    QuantileSketch read = QuantileSketch.read(in);
    assertThat(in.read()).isEqualTo(-1);
    return read;
  }
}
