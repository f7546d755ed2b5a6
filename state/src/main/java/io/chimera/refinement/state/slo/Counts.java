package io.chimera.refinement.state.slo;

/** How many were good, of how many. */
public record Counts(long good, long total) {
  public static final Counts ZERO = new Counts(0, 0);

  public long bad() {
    return total - good;
  }

  /** Share of bad ones; 0 of nothing. */
  public double badShare() {
    return total == 0 ? 0 : (double) bad() / total;
  }

  /** Share of good ones; 1 of nothing. */
  public double goodShare() {
    return 1 - badShare();
  }

  public Counts plus(Counts other) {
    return new Counts(good + other.good, total + other.total);
  }
}
