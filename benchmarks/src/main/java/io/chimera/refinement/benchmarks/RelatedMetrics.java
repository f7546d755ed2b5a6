package io.chimera.refinement.benchmarks;

import java.util.Random;

/**
 * The metrics of one simulated agent, as windows of a minute every ten seconds: they follow a load
 * with a course of the day, slow and fast fluctuations; each has noise of its own. All noise has
 * heavy tails (Student's t with four degrees of freedom) and most of it a memory.
 *
 * @param seed of all draws
 * @param kind how the metrics are related
 * @param change what happens to one of them
 * @param metrics how many there are; of four and more the last is related to none
 * @param days length
 * @param from first pane of the change
 * @param until pane after its last
 * @param victim the metric that changes
 */
record RelatedMetrics(
    long seed, Kind kind, Change change, int metrics, int days, int from, int until, int victim) {
  static final int PANES_PER_DAY = 8_640;

  private static final int PANES_PER_WINDOW = 6;

  enum Kind {
    /** Each metric is linear in the load. */
    LINEAR,
    /** Every other one is the time in a queue that the load fills: it grows without bound. */
    QUEUE,
    /** What metrics have in common is small against their own noise. */
    WEAK,
    /** Nothing in common but that there is a course of the day. */
    NONE
  }

  enum Change {
    NONE,
    /** The metric follows a load of its own, of the same kind. */
    DECOUPLED,
    /** It keeps the course of the day only. */
    FROZEN,
    /** It falls when the load rises. */
    INVERTED,
    /** It follows, an eighth lower. */
    SHIFTED,
    /** Three times as high. */
    SPIKE,
    /** Higher by six tenths. */
    LEVEL,
    /** Rises to two and a half times. */
    DRIFT;

    boolean breaksRelationOnly() {
      return switch (this) {
        case DECOUPLED, FROZEN, INVERTED, SHIFTED -> true;
        case NONE, SPIKE, LEVEL, DRIFT -> false;
      };
    }
  }

  /** Autoregressive noise with heavy tails. */
  private static final class Noise {
    private final Random random;
    private final double phi;
    private final double size;
    private double last;

    Noise(Random random, double phi, double size) {
      this.random = random;
      this.phi = phi;
      this.size = size;
      for (int i = 0; i < 200; i++) {
        next();
      }
    }

    double next() {
      last = phi * last + Math.sqrt(1 - phi * phi) * heavyTailed();
      return size * last;
    }

    /** Student's t of four degrees, at deviation 1 (Bailey, 1994). */
    private double heavyTailed() {
      while (true) {
        double u = 2 * random.nextDouble() - 1;
        double v = 2 * random.nextDouble() - 1;
        double w = u * u + v * v;
        if (w > 0 && w <= 1) {
          return u * Math.sqrt(4 * (1 / Math.sqrt(w) - 1) / w) / Math.sqrt(2);
        }
      }
    }
  }

  /** How one metric follows the load. */
  private record Follower(
      double base, double slope, double phase, Noise memory, Noise fresh, Noise alone) {
    static Follower draw(Random random, boolean weak) {
      double size = weak ? 0.15 : 0.02 + 0.02 * random.nextDouble();
      return new Follower(
          0.5 * random.nextDouble(),
          0.6 + 0.6 * random.nextDouble(),
          2 * Math.PI * random.nextDouble(),
          new Noise(random, 0.5 + 0.45 * random.nextDouble(), 0.7 * size),
          new Noise(random, 0, size),
          new Noise(random, 0.99, 0.1));
    }
  }

  /** Values by metric and pane. */
  double[][] windows() {
    Random random = new Random(seed * 7_919 + kind.ordinal() * 31L + change.ordinal());
    double swing = 0.25 + 0.35 * random.nextDouble();
    double phase = 2 * Math.PI * random.nextDouble();
    Noise[] load = {new Noise(random, 0.99, 0.1), new Noise(random, 0.85, 0.06)};
    Noise[] other = {new Noise(random, 0.99, 0.1), new Noise(random, 0.85, 0.06)};
    Follower[] followers = new Follower[metrics];
    for (int j = 0; j < metrics; j++) {
      followers[j] = Follower.draw(random, kind == Kind.WEAK);
    }
    double[][] panes = new double[metrics][days * PANES_PER_DAY];
    for (int t = 0; t < panes[0].length; t++) {
      double hour = 2 * Math.PI * t / PANES_PER_DAY;
      double course = 1 + swing * (Math.sin(hour + phase) + 0.3 * Math.sin(2 * (hour + phase)));
      double moved = Math.exp(load[0].next() + load[1].next());
      double movedOtherwise = Math.exp(other[0].next() + other[1].next());
      for (int j = 0; j < metrics; j++) {
        boolean changed = t >= from && t < until && j == victim;
        double felt = course * (changed ? felt(moved, movedOtherwise) : moved);
        panes[j][t] = 100 * value(j, followers[j], felt, hour) * (changed ? factor(t) : 1);
      }
    }
    for (double[] metric : panes) {
      slide(metric);
    }
    return panes;
  }

  private double felt(double moved, double movedOtherwise) {
    return switch (change) {
      case DECOUPLED -> movedOtherwise;
      case FROZEN -> 1;
      case INVERTED -> 1 / moved;
      case NONE, SHIFTED, SPIKE, LEVEL, DRIFT -> moved;
    };
  }

  private double factor(int t) {
    return switch (change) {
      case SHIFTED -> 0.88;
      case SPIKE -> 3;
      case LEVEL -> 1.6;
      case DRIFT -> 1 + 1.5 * (t - from) / (until - from);
      case NONE, DECOUPLED, FROZEN, INVERTED -> 1;
    };
  }

  private double value(int j, Follower follower, double load, double hour) {
    double noise = follower.memory.next() + follower.fresh.next();
    double alone = follower.alone.next();
    if (kind == Kind.NONE) {
      double course = 1 + 0.4 * Math.sin(hour + follower.phase);
      return (follower.base + course * Math.exp(alone)) * (1 + 3 * noise);
    }
    if (metrics >= 4 && j == metrics - 1) {
      return 3 + 2 * alone + 5 * noise;
    }
    if (kind == Kind.QUEUE && j % 2 == 1) {
      double busy = Math.min(0.97, 0.45 * load);
      return (0.3 + 0.2 / (1 - busy)) * Math.exp(2 * noise);
    }
    return (follower.base + follower.slope * load) * (1 + noise);
  }

  /** From panes to the means of sliding windows. */
  private static void slide(double[] panes) {
    double[] kept = panes.clone();
    double sum = 0;
    for (int t = 0; t < panes.length; t++) {
      sum += kept[t] - (t < PANES_PER_WINDOW ? 0 : kept[t - PANES_PER_WINDOW]);
      panes[t] = sum / Math.min(PANES_PER_WINDOW, t + 1);
    }
  }
}
