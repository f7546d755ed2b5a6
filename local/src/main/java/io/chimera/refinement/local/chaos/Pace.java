package io.chimera.refinement.local.chaos;

import java.time.Duration;

/**
 * How hard and how long.
 *
 * @param scale factor on durations and outages, in (0, 1]
 * @param ratePerSecond records per second
 * @param undisturbed whether comparable scenarios are compared with a run without faults
 */
record Pace(double scale, double ratePerSecond, boolean undisturbed) {
  Pace {
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException("scale must be in (0, 1], was " + scale);
    }
    if (!(ratePerSecond >= 10 && ratePerSecond <= 100_000)) {
      throw new IllegalArgumentException(
          "rate must be from 10 to 100000 per second, was " + ratePerSecond);
    }
  }

  Duration of(Duration duration) {
    return Duration.ofMillis((long) (duration.toMillis() * scale));
  }

  /** How often, scaled as well. */
  int times(int unscaled, int least) {
    return Math.max(least, (int) Math.round(unscaled * scale));
  }
}
