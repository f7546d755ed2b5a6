package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.wire.Snapshots;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-PAT-09, REF-PAT-10. */
class CorrelationTest {
  private static double[] noise(Random random, int size, double phi) {
    double[] values = new double[size];
    double last = random.nextGaussian();
    for (int i = 0; i < size; i++) {
      last = phi * last + Math.sqrt(1 - phi * phi) * random.nextGaussian();
      values[i] = last;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9, 0.99})
  void independentSeriesGiveNoPairHoweverSlowTheyAre(double phi) {
    Random random = new Random(6);
    double[][] series = new double[142][];
    for (int i = 0; i < series.length; i++) {
      series[i] = noise(random, 360, phi);
    }
    assertThat(Correlation.of(series, Correlation.Params.defaults())).isEmpty();
  }

  @Test
  void pairsThatMoveTogetherAreFoundAmongManyThatDoNot() {
    Random random = new Random(7);
    double[][] series = new double[120][];
    for (int i = 0; i < 60; i++) {
      double[] one = noise(random, 360, 0.3);
      double[] other = noise(random, 360, 0.3);
      for (int k = 0; k < 360; k++) {
        other[k] = 0.8 * one[k] + 0.6 * other[k];
      }
      series[2 * i] = one;
      series[2 * i + 1] = other;
    }
    List<Correlation.Pair> pairs = Correlation.of(series, Correlation.Params.defaults());
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(57);
    assertThat(pairs)
        .allSatisfy(
            pair -> {
              assertThat(pair.second()).isEqualTo(pair.first() + 1);
              assertThat(pair.lag()).isZero();
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void slowPairsAreKnownByWhatIsNewInThem(long seed) {
    Random random = new Random(seed);
    double[][] series = new double[120][];
    for (int i = 0; i < 60; i++) {
      double[] one = noise(random, 360, 0.9);
      double[] other = noise(random, 360, 0.9);
      for (int k = 0; k < 360; k++) {
        other[k] = 0.8 * one[k] + 0.6 * other[k];
      }
      series[2 * i] = one;
      series[2 * i + 1] = other;
    }
    assertThat(Correlation.of(series, Correlation.Params.defaults()))
        .hasSizeGreaterThanOrEqualTo(59)
        .allSatisfy(
            pair -> {
              assertThat(pair.first() % 2).isZero();
              assertThat(pair.second()).isEqualTo(pair.first() + 1);
              assertThat(Math.abs(pair.pearson())).isGreaterThan(0.7);
            });
  }

  @Test
  void aFollowerIsKnownByItsLag() {
    Random random = new Random(8);
    double[] leader = noise(random, 363, 0.95);
    double[][] series = new double[2][360];
    for (int i = 0; i < 360; i++) {
      series[0][i] = leader[i + 3];
      series[1][i] = -leader[i] + 0.05 * random.nextGaussian();
    }
    assertThat(Correlation.of(series, Correlation.Params.defaults()))
        .singleElement()
        .satisfies(
            pair -> {
              assertThat(pair.lag()).isEqualTo(3);
              assertThat(pair.pearson()).isNegative();
            });
  }

  @Test
  void aConstantMovesWithNothing() {
    double[][] series = {new double[100], noise(new Random(1), 100, 0)};
    assertThat(Correlation.of(series, Correlation.Params.defaults())).isEmpty();
    assertThat(Correlation.of(new double[0][], Correlation.Params.defaults())).isEmpty();
  }

  @Test
  void minutesAreLaidSideBySideAndGapsFilled() {
    MinuteRow row = new MinuteRow();
    for (int minute = 1_000; minute < 1_200; minute++) {
      if (minute % 20 != 7) {
        row.put(minute, minute);
      }
    }
    row.put(1_010, -1);
    MinuteRow copy = Snapshots.restored(MinuteRow.CODEC, row);
    double[] values = copy.upTo(1_199, 60);
    assertThat(values).hasSize(60);
    assertThat(values[59]).isEqualTo(1_199);
    assertThat(values[1_187 - 1_140]).isEqualTo(1_186);
    assertThat(copy.upTo(1_300, 60)).as("nothing lies there").isNull();
  }
}
