package io.chimera.refinement.local.load;

/**
 * Draws that depend on a seed and a position only, so that a report is the same whenever it is made
 * (SplitMix64: Steele, Lea and Flood 2014, section 5).
 */
final class Draw {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private final long seed;
  private final long position;
  private long next;

  Draw(long seed, long position) {
    this.seed = seed;
    this.position = position;
  }

  /** The next number in [0, 1). */
  double unit() {
    return (mixed(mixed(seed + GOLDEN * position) + GOLDEN * ++next) >>> 11) * UNIT;
  }

  /** The next number in [from, to). */
  double between(double from, double to) {
    return from + (to - from) * unit();
  }

  private static long mixed(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
