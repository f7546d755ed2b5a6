package io.chimera.refinement.benchmarks;

import io.chimera.refinement.state.detect.TrendTest;
import java.util.Arrays;

/**
 * When a trend can be told: the published test, {@link TrendTest}, over means of all values so far,
 * worked out anew at each of them, without the product's memory of them.
 */
final class TrendOracle {
  private TrendOracle() {}

  /**
   * Whether a trend is called in the whole blocks that end with the first {@code size} values.
   *
   * @param perBlock values of a block
   */
  static boolean isCalled(double[] values, int size, int perBlock) {
    int blocks = size / perBlock;
    int first = size % perBlock;
    double[] means = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      int at = first + i * perBlock;
      means[i] = Arrays.stream(values, at, at + perBlock).average().orElseThrow();
    }
    return TrendTest.of(means, blocks).probability() < TrendTest.SIGNIFICANCE;
  }
}
