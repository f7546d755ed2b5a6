package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.wire.Snapshots;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-PAT-05, REF-PAT-08. */
class SeriesDetectorTest {
  private static final long DAY = 86_400_000;
  private static final long STEP = 300_000;

  private static double score(SeriesDetector detector, long time, double value) {
    detector.judge(time, value, DAY);
    detector.learn();
    return detector.score();
  }

  /** Two weeks of a day's swing with noise. */
  private static long learned(SeriesDetector detector, Random random) {
    long time = 0;
    for (int i = 0; i < 14 * 288; i++, time += STEP) {
      score(detector, time, swing(time) + random.nextGaussian());
    }
    return time;
  }

  private static double swing(long time) {
    return 100 + 30 * Math.sin(2 * Math.PI * time / DAY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theCourseOfTheDayIsExpectedAndItsAbsenceIsRare(long seed) {
    SeriesDetector detector = new SeriesDetector();
    Random random = new Random(seed);
    long time = learned(detector, random) + DAY / 4;
    detector.judge(time, swing(time), DAY);
    assertThat(detector.expected()).isCloseTo(swing(time), within(3.0));
    // 100 is a usual value, but not at the height of the day.
    detector.judge(time, 100, DAY);
    assertThat(detector.rarity()).isGreaterThan(3.5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRarityOfThreeIsRareInCalmSeries(long seed) {
    SeriesDetector detector = new SeriesDetector();
    Random random = new Random(seed);
    int rare = 0;
    int values = 20_000;
    for (int i = 0; i < values; i++) {
      score(detector, i * STEP, 10 + random.nextGaussian());
      rare += i > 2_000 && detector.rarity() > 3 ? 1 : 0;
    }
    assertThat((double) rare / values).isLessThan(0.004);
  }

  @Test
  void theScoreFadesAfterARareMomentAndRisesAgainOnlyForARarerOne() {
    SeriesDetector detector = new SeriesDetector();
    long time = learned(detector, new Random(4));
    double peak = score(detector, time, 400);
    double after = score(detector, time + STEP, swing(time + STEP));
    assertThat(peak).isGreaterThan(0.5);
    assertThat(after).isBetween(0.1, peak - 0.05);
  }

  @Test
  void aConstantSeriesScoresNothing() {
    SeriesDetector detector = new SeriesDetector();
    for (int i = 0; i < 3_000; i++) {
      assertThat(score(detector, i * STEP, 7)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverComesTheScoreIsAProbability(long seed) {
    Random random = new Random(seed);
    SeriesDetector detector = new SeriesDetector();
    long time = 0;
    for (int i = 0; i < 5_000; i++) {
      time += random.nextInt(5) == 0 ? -random.nextInt(1_000_000) : random.nextInt(10_000_000);
      double value =
          switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextGaussian() * 1e300;
            case 2 -> Double.MIN_VALUE;
            case 3 -> -Double.MAX_VALUE;
            default -> random.nextGaussian();
          };
      assertThat(score(detector, time, value)).isBetween(0.0, 1.0);
      assertThat(detector.expected()).isFinite();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aRestoreAtAnyPointChangesNothing(long seed) {
    Random random = new Random(seed);
    SeriesDetector undisturbed = new SeriesDetector();
    SeriesDetector restored = new SeriesDetector();
    for (int i = 0; i < 2_000; i++) {
      double value = random.nextInt(50) == 0 ? 40 : random.nextGaussian();
      restored = Snapshots.restored(SeriesDetector.CODEC, restored);
      assertThat(score(restored, i * STEP, value)).isEqualTo(score(undisturbed, i * STEP, value));
    }
  }

  @Test
  void theStateIsConstantAndSmall() {
    SeriesDetector detector = new SeriesDetector();
    int early = Snapshots.bytes(SeriesDetector.CODEC, detector).length;
    learned(detector, new Random(5));
    assertThat(Snapshots.bytes(SeriesDetector.CODEC, detector).length)
        .isLessThan(early + 64)
        .isLessThan(4_096);
  }

  @Test
  void logarithmsAreExactToNineDigits() {
    for (double x = 1e-9; x < 1e12; x *= 1.37) {
      assertThat(Logarithms.ln(x)).isCloseTo(Math.log(x), within(1e-8));
    }
  }
}
