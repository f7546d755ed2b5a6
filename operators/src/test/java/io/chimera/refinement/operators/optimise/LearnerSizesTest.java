package io.chimera.refinement.operators.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.optimise.ComponentOptimiser;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-STR-07: what learning takes")
class LearnerSizesTest {
  private static final long START = 1_795_248_000_000L;
  private static final long HOUR = 3_600_000;

  private final LearnerSizes sizes = new LearnerSizes();
  private final ComponentOptimiser optimiser = new ComponentOptimiser();

  private double measured(String learner, long atMillis) throws IOException {
    return sizes.measure(learner, optimiser, atMillis).orElseThrow();
  }

  @Test
  void learnersAddUpAndEachCountsOnce() throws IOException {
    double one = measured("a", START);
    assertThat(one).isPositive();
    assertThat(measured("b", START + 1)).isEqualTo(2 * one);
    assertThat(sizes.measure("a", optimiser, START + 59_999)).as("measured lately").isEmpty();
    assertThat(measured("a", START + 60_000)).isEqualTo(2 * one);
  }

  @Test
  void aLearnerThatFellSilentIsNoLongerCounted() throws IOException {
    double one = measured("gone", START);
    measured("stays", START);
    for (long at = START + 60_000; at < START + HOUR; at += 60_000) {
      assertThat(measured("stays", at)).isEqualTo(2 * one);
    }
    assertThat(measured("stays", START + HOUR)).isEqualTo(one);
    assertThat(sizes.learners()).isEqualTo(1);
    assertThat(measured("gone", START + HOUR)).as("back again").isEqualTo(2 * one);
  }

  @Test
  void thereIsAnEndToWhatIsRemembered() throws IOException {
    double one = measured("first", START);
    double all = 0;
    for (int i = 0; i <= LearnerSizes.MOST; i++) {
      all = measured("l" + i, START);
    }
    assertThat(sizes.learners()).isEqualTo(LearnerSizes.MOST);
    assertThat(all / one).isEqualTo(LearnerSizes.MOST);
  }
}
