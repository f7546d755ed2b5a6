package io.chimera.refinement.state.window;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Seeded streams of values, from well-behaved to hostile. */
enum Values {
  UNIFORM(random -> random.nextDouble() * 100),
  LATENCIES(random -> Math.exp(3 + random.nextGaussian())),
  HEAVY_TAIL(random -> Math.pow(1 - random.nextDouble(), -2)),
  AROUND_ZERO(random -> random.nextGaussian()),
  NEGATIVE(random -> -Math.exp(random.nextGaussian() * 4)),
  MOSTLY_ZERO(
      random -> random.nextInt(4) == 0 ? random.nextDouble() : random.nextBoolean() ? 0.0 : -0.0),
  CONSTANT(random -> 41.7),
  LARGE_OFFSET(random -> 1e12 + random.nextDouble()),
  COUNTS(random -> random.nextInt(50)),
  FIFTEEN_DECADES(random -> Math.pow(10, random.nextDouble() * 15 - 7)),
  ANY_DECADE(
      random -> (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble() * 600 - 300)),
  END_OF_RANGE(
      random -> (random.nextInt(3) - 1) * Double.MAX_VALUE * (1 - random.nextInt(2) * 0.25));

  private final ToDoubleFunction<Random> next;

  Values(ToDoubleFunction<Random> next) {
    this.next = next;
  }

  double[] take(long seed, int n) {
    Random random = new Random(seed * 31 + name().hashCode());
    return IntStream.range(0, n).mapToDouble(i -> next.applyAsDouble(random)).toArray();
  }

  static double[] shuffled(double[] values, long seed) {
    double[] shuffled = values.clone();
    Random random = new Random(seed);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = swap;
    }
    return shuffled;
  }
}
