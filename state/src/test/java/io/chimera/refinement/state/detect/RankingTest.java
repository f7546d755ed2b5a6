package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-PAT-07. */
class RankingTest {
  private static final Tuning TUNING = Tuning.DEFAULT;

  private static double score(Ranking ranking, double rarity, double density) {
    ranking.rate(rarity, rarity, density, TUNING);
    return ranking.score();
  }

  @ParameterizedTest
  @ValueSource(doubles = {10_000, 60_000, 300_000, 3_600_000})
  void anAlarmHasTheSameScoreWhateverTheInterval(double stepMillis) {
    double density = Ranking.density(stepMillis);
    double alarm = AnomalyWatch.Params.defaults().rarity();
    assertThat(score(new Ranking(), alarm + density, density))
        .isCloseTo(alarm / (alarm + 4), within(1e-9));
  }

  @Test
  void whatReturnsRanksBelowWhatIsNewAndAboveWhatIsUsual() {
    Ranking ranking = new Ranking();
    double first = score(ranking, 6, 0);
    ranking.learn(6, TUNING);
    for (int i = 0; i < 2_000; i++) {
      score(ranking, 0.3, 0);
      ranking.learn(0.3, TUNING);
    }
    double usual = score(ranking, 0.3, 0);
    ranking.learn(5, TUNING);
    double again = score(ranking, 4.5, 0);
    assertThat(ranking.isRecord()).isFalse();
    assertThat(again).isBetween(usual + 0.2, first - 0.1);
  }

  @Test
  void theScoreFadesBehindARareMoment() {
    Ranking ranking = new Ranking();
    score(ranking, 8, 0);
    ranking.learn(8, TUNING);
    double soon = score(ranking, 0, 0);
    for (int i = 0; i < 3_000; i++) {
      ranking.learn(0, TUNING);
    }
    assertThat(soon).isGreaterThan(0.2);
    assertThat(score(ranking, 0, 0)).isLessThan(0.05);
  }

  @Test
  void aStretchOfUnusualValuesRanksAboveASingleOneButBelowWhatIsNew() {
    Ranking calm = new Ranking();
    score(calm, 1.6, 0);
    calm.learn(1.6, TUNING);
    double single = score(calm, 1.5, 0);
    Ranking ranking = new Ranking();
    double peak = score(ranking, 6, 0);
    ranking.learn(6, TUNING);
    double before = score(ranking, 1.5, 0);
    for (int i = 0; i < 100; i++) {
      score(ranking, 1.5, 0);
      ranking.learn(1.5, TUNING);
    }
    double stretch = score(ranking, 1.5, 0);
    assertThat(before).isBetween(single, peak);
    assertThat(stretch).isBetween(before, peak);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1.5, 2.2})
  void howeverLongAStretchItNeverReachesWhatIsRareByItself(double rarity) {
    Ranking ranking = new Ranking();
    score(ranking, 12, 0);
    ranking.learn(12, TUNING);
    for (int i = 0; i < 200; i++) {
      assertThat(score(ranking, rarity, 0)).isLessThan(TUNING.ongoing() / (TUNING.ongoing() + 4));
      ranking.learn(rarity, TUNING);
    }
  }

  @Test
  void anUnknownIntervalDemandsNothingMore() {
    assertThat(Ranking.density(0)).isZero();
  }
}
