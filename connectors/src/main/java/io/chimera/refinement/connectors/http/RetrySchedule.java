package io.chimera.refinement.connectors.http;

import io.chimera.refinement.state.event.Digests;
import java.io.Serializable;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;

/**
 * How long to wait after a failure: one try, then up to three retries after 1, 2 and 4 seconds,
 * each spread by a jitter so that many writers do not come back at once (REF-L4-04, C-000-34). Who
 * never gives up goes on with the last delay.
 */
public final class RetrySchedule {

  /**
   * What can be set.
   *
   * @param delaysMillis delay before each retry, ascending
   * @param jitterRatio largest deviation from a delay, as a share of it, in [0, 1)
   */
  public record Params(List<Long> delaysMillis, double jitterRatio) implements Serializable {
    private static final long serialVersionUID = 1;

    /** 1, 2 and 4 seconds, give or take a fifth. */
    public static final Params DEFAULT = ofRetries(3);

    private static final double JITTER = 0.2;
    private static final int MOST_RETRIES = 30;

    /** So many retries, the first after a second, each wait twice as long, give or take a fifth. */
    public static Params ofRetries(int retries) {
      if (retries < 1 || retries > MOST_RETRIES) {
        throw new IllegalArgumentException(
            "retries must be from 1 to " + MOST_RETRIES + ", was " + retries);
      }
      return new Params(
          LongStream.iterate(1_000, delay -> 2 * delay).limit(retries).boxed().toList(), JITTER);
    }

    public Params {
      delaysMillis = List.copyOf(delaysMillis);
      if (delaysMillis.isEmpty() || delaysMillis.stream().anyMatch(delay -> delay <= 0)) {
        throw new IllegalArgumentException(
            "delaysMillis must be at least one positive delay, was " + delaysMillis);
      }
      if (!(jitterRatio >= 0 && jitterRatio < 1)) {
        throw new IllegalArgumentException("jitterRatio must be in [0, 1), was " + jitterRatio);
      }
    }
  }

  private final Params params;
  private final DoubleSupplier uniform;

  /** With the source of jitter: numbers drawn evenly from [0, 1). */
  public RetrySchedule(Params params, DoubleSupplier uniform) {
    this.params = params;
    this.uniform = uniform;
  }

  /** The schedule of one parallel instance: its jitter differs from that of the others. */
  public static RetrySchedule ofSubtask(Params params, int subtask) {
    long[] draws = {(long) subtask << 32};
    return new RetrySchedule(params, () -> (Digests.mix(++draws[0]) >>> 11) * 0x1p-53);
  }

  /** How many retries follow the first try of something that may be given up. */
  public int retries() {
    return params.delaysMillis().size();
  }

  /**
   * Milliseconds from the {@code failures}th failure in a row, counted from 1, to the next attempt.
   */
  public long delayMillis(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be at least 1, was " + failures);
    }
    long delay = params.delaysMillis().get(Math.min(failures, retries()) - 1);
    double spread = params.jitterRatio() * (2 * uniform.getAsDouble() - 1);
    return Math.max(1, Math.round(delay * (1 + spread)));
  }
}
