package io.chimera.refinement.state.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.Sample;
import io.chimera.refinement.state.wire.RoundTrip;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PaneTest {

  @ParameterizedTest
  @EnumSource(Values.class)
  void theStatisticsAreThoseOfTheValues(Values distribution) {
    for (int n : new int[] {1, 2, 10, 60, 500}) {
      double[] values = distribution.take(n, n);
      Pane pane = pane(values);
      assertThat(pane.count()).isEqualTo(n);
      assertThat(pane.min()).isEqualTo(Arrays.stream(values).min().orElseThrow());
      assertThat(pane.max()).isEqualTo(Arrays.stream(values).max().orElseThrow());
      assertThat(pane.mean()).isBetween(pane.min(), pane.max());
      assertThat(pane.stddev()).isNotNegative().isFinite();
      assertThat(pane.quantile(0)).isGreaterThanOrEqualTo(pane.min());
      assertThat(pane.quantile(1)).isLessThanOrEqualTo(pane.max());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Values.class,
      mode = Mode.EXCLUDE,
      names = {"ANY_DECADE", "END_OF_RANGE"})
  void theStandardDeviationIsThatOfBigDecimal(Values distribution) {
    for (long seed = 1; seed <= 10; seed++) {
      double[] values = distribution.take(seed, 60);
      double expected = stddev(values);
      assertThat(pane(values).stddev()).isCloseTo(expected, within(expected * 1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void neitherOrderNorGroupingChangesABit(Values distribution) {
    for (int n : new int[] {20, 64, 300}) {
      double[] values = distribution.take(3, n);
      Pane expected = pane(values);
      for (long seed = 1; seed <= 15; seed++) {
        assertSameBits(inGroups(Values.shuffled(values, seed), new Random(seed)), expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void aPaneSurvivesItsBytesAndGoesOn(Values distribution) {
    for (int n : new int[] {0, 1, 64, 400}) {
      Pane pane = pane(distribution.take(2, n));
      Pane read = RoundTrip.through(Pane.CODEC, pane);
      assertSameBits(read, pane);
      pane.add(17);
      read.add(17);
      assertSameBits(read, pane);
    }
  }

  @Test
  void aHistogramCountsWithItsOwnSumAndTheSpreadOfItsBuckets() {
    Histogram histogram =
        new Histogram(10, 45, 1, 9, new double[] {2, 5, 100}, new long[] {3, 5, 2});
    Pane pane = new Pane();
    pane.add(Sample.of("m", histogram));
    assertThat(pane.count()).isEqualTo(10);
    assertThat(pane.sum()).isEqualTo(45);
    assertThat(pane.mean()).isEqualTo(4.5);
    assertThat(pane.min()).isEqualTo(1);
    assertThat(pane.max()).isEqualTo(9);
    assertThat(pane.quantile(0.5)).isEqualTo(5);
    assertThat(pane.quantile(1)).isEqualTo(9);
    double expected = stddev(2, 2, 2, 5, 5, 5, 5, 5, 9, 9);
    assertThat(pane.stddev()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void histogramsMergeWithNumbersByWithinAndBetweenSpread() {
    Pane pane = pane(10, 10, 10);
    pane.add(new Histogram(3, 60, 20, 20, new double[] {50}, new long[] {3}));
    assertThat(pane.mean()).isEqualTo(15);
    assertThat(pane.stddev()).isEqualTo(5);
  }

  @Test
  void anEmptyHistogramChangesNothing() {
    Pane pane = pane(4);
    pane.add(new Histogram(0, 0, 0, 0, new double[0], new long[0]));
    assertSameBits(pane, pane(4));
  }

  @Test
  void anArrayCountsValueByValue() {
    Pane pane = new Pane();
    pane.add(Sample.of("m", new double[] {1, 2, 3}));
    pane.add(Sample.of("m", 4));
    assertSameBits(pane, pane(1, 2, 3, 4));
  }

  @Test
  void anEmptyPaneAnswersZero() {
    Pane pane = new Pane();
    assertThat(pane.isEmpty()).isTrue();
    assertThat(
            List.of(
                pane.sum(), pane.mean(), pane.min(), pane.max(), pane.stddev(), pane.quantile(0.5)))
        .containsOnly(0.0);
  }

  @Test
  void aCopyGoesItsOwnWay() {
    Pane pane = pane(1, 2);
    Pane copy = pane.copy();
    copy.add(100);
    assertSameBits(pane, pane(1, 2));
    pane.add(100);
    assertSameBits(pane, copy);
  }

  static Pane pane(double... values) {
    Pane pane = new Pane();
    for (double value : values) {
      pane.add(value);
    }
    return pane;
  }

  static void assertSameBits(Pane actual, Pane expected) {
    assertThat(bits(actual)).containsExactly(bits(expected));
  }

  private static long[] bits(Pane pane) {
    double[] statistics = {
      pane.sum(),
      pane.mean(),
      pane.min(),
      pane.max(),
      pane.stddev(),
      pane.quantile(0.5),
      pane.quantile(0.95),
      pane.quantile(0.99),
      pane.quantile(0.999),
      pane.count()
    };
    return Arrays.stream(statistics).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static Pane inGroups(double[] values, Random random) {
    Pane total = new Pane();
    Pane group = new Pane();
    for (double value : values) {
      group.add(value);
      if (random.nextInt(6) == 0) {
        total.merge(group);
        group = new Pane();
      }
    }
    group.merge(total);
    return group;
  }

  private static double stddev(double... values) {
    BigDecimal n = BigDecimal.valueOf(values.length);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      BigDecimal exact = new BigDecimal(value);
      sum = sum.add(exact);
      squares = squares.add(exact.pow(2));
    }
    MathContext context = new MathContext(60);
    return squares
        .subtract(sum.pow(2).divide(n, context))
        .divide(n, context)
        .max(BigDecimal.ZERO)
        .sqrt(context)
        .doubleValue();
  }
}
