package io.chimera.refinement.state.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {

  @ParameterizedTest
  @EnumSource(Values.class)
  void theSumIsThatOfBigDecimalRoundedOnce(Values distribution) {
    for (long seed = 1; seed <= 20; seed++) {
      double[] values = distribution.take(seed, 200);
      BigDecimal exact = BigDecimal.ZERO;
      for (double value : values) {
        exact = exact.add(new BigDecimal(value));
      }
      double expected =
          Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, exact.doubleValue()));
      ExactSum sum = sum(values);
      assertThat(sum.value()).isEqualTo(expected);
      if (!sum.saturated()) {
        BigDecimal terms =
            Arrays.stream(sum.terms())
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(terms).isEqualByComparingTo(exact);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void neitherOrderNorGroupingChangesABit(Values distribution) {
    double[] values = distribution.take(7, 150);
    ExactSum expected = sum(values);
    for (long seed = 1; seed <= 40; seed++) {
      double[] shuffled = Values.shuffled(values, seed);
      ExactSum grouped = inGroups(shuffled, new Random(seed));
      assertThat(Double.doubleToRawLongBits(grouped.value()))
          .isEqualTo(Double.doubleToRawLongBits(expected.value()));
      assertThat(grouped.terms()).containsExactly(expected.terms());
      assertThat(grouped.saturated()).isEqualTo(expected.saturated());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSumOfSquaresIsExact(long seed) {
    double[] values = Values.LATENCIES.take(seed, 300);
    ExactSum squares = new ExactSum();
    BigDecimal exact = BigDecimal.ZERO;
    for (double value : values) {
      squares.addProduct(value, value);
      exact = exact.add(new BigDecimal(value).pow(2));
    }
    assertThat(squares.value()).isEqualTo(exact.doubleValue());
  }

  @Test
  void aSumThatLeavesTheRangeOnItsWayComesBack() {
    ExactSum sum =
        sum(
            Double.MAX_VALUE,
            Double.MAX_VALUE,
            Double.MAX_VALUE,
            1,
            -Double.MAX_VALUE,
            -Double.MAX_VALUE);
    assertThat(sum.value()).isEqualTo(Double.MAX_VALUE);
    sum.add(-Double.MAX_VALUE);
    assertThat(sum.value()).isEqualTo(1);
    assertThat(sum.saturated()).isFalse();
  }

  @Test
  void aSumBeyondTheRangeStandsAtItsEnd() {
    assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE).value()).isEqualTo(Double.MAX_VALUE);
    assertThat(sum(-Double.MAX_VALUE, -1e300).value()).isEqualTo(-Double.MAX_VALUE);
    assertThat(sum(-Double.MAX_VALUE, -1e300).saturated()).isTrue();
  }

  @Test
  void aSquareBeyondTheRangeIsNeverBroughtBack() {
    ExactSum squares = new ExactSum();
    squares.addProduct(1e200, 1e200);
    squares.addProduct(1, 1);
    assertThat(squares.saturated()).isTrue();
    ExactSum merged = sum(1);
    merged.add(squares);
    assertThat(merged.saturated()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Values.class)
  void aSumSurvivesItsBytes(Values distribution) throws IOException {
    ExactSum sum = sum(distribution.take(3, 50));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sum.write(new DataOutputStream(bytes));
    ExactSum read =
        ExactSum.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    read.add(1.5);
    sum.add(1.5);
    assertThat(read.value()).isEqualTo(sum.value());
    assertThat(read.terms()).containsExactly(sum.terms());
  }

  private static ExactSum sum(double... values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum;
  }

  private static ExactSum inGroups(double[] values, Random random) {
    ExactSum total = new ExactSum();
    ExactSum group = new ExactSum();
    for (double value : values) {
      group.add(value);
      if (random.nextInt(5) == 0) {
        total.add(group);
        group = new ExactSum();
      }
    }
    group.add(total);
    return group;
  }
}
