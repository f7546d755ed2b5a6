package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import java.io.Serializable;
import java.util.Objects;

/**
 * Where the points go, and how hard to try.
 *
 * @param target the database
 * @param batching how requests are filled
 * @param timeouts how long a request may take
 * @param retry waits after failures
 * @param breaker when to stop trying for a while
 */
public record InfluxSettings(
    InfluxTarget target,
    Batching batching,
    Timeouts timeouts,
    RetrySchedule.Params retry,
    CircuitBreaker.Params breaker)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * How requests are filled: whichever limit is reached first sends one.
   *
   * @param points most points in a request
   * @param bytes most bytes in a request, before compression
   * @param flushMillis longest time that a point waits for company
   * @param maxInFlight most requests at a time
   * @param bufferedBatches how many full requests are kept in memory and state while the database
   *     is away; then input waits
   */
  public record Batching(
      int points, int bytes, long flushMillis, int maxInFlight, int bufferedBatches)
      implements Serializable {
    private static final long serialVersionUID = 1;

    /** 5,000 points, 1 MiB, 1 s; two requests at a time; 64 batches. */
    public static final Batching DEFAULT = new Batching(5_000, 1024 * 1024, 1_000, 2, 64);

    public Batching {
      inside("batchPoints", points, 1, 1_000_000);
      atLeast("batchBytes", bytes, 1024);
      atLeast("flushMillis", flushMillis, 1);
      inside("maxInFlight", maxInFlight, 1, 64);
      inside("bufferedBatches", bufferedBatches, 2, 1_000);
    }
  }

  /**
   * How long a request may take. A checkpoint never waits for one.
   *
   * @param connectMillis until the connection stands
   * @param requestMillis from the start to the last byte of the answer
   */
  public record Timeouts(long connectMillis, long requestMillis) implements Serializable {
    private static final long serialVersionUID = 1;

    /** 5 s and 15 s. */
    public static final Timeouts DEFAULT = new Timeouts(5_000, 15_000);

    public Timeouts {
      atLeast("connectMillis", connectMillis, 1);
      atLeast("requestMillis", requestMillis, connectMillis);
    }
  }

  public InfluxSettings {
    Objects.requireNonNull(target, "target must be set, was null");
    Objects.requireNonNull(batching, "batching must be set, was null");
    Objects.requireNonNull(timeouts, "timeouts must be set, was null");
    Objects.requireNonNull(retry, "retry must be set, was null");
    Objects.requireNonNull(breaker, "breaker must be set, was null");
  }

  /** With the defaults of all that has one. */
  public static InfluxSettings of(InfluxTarget target) {
    return new InfluxSettings(
        target,
        Batching.DEFAULT,
        Timeouts.DEFAULT,
        RetrySchedule.Params.DEFAULT,
        CircuitBreaker.Params.DEFAULT);
  }

  /** Version 2 of the API, compressed, with the defaults of all that has one. */
  public static InfluxSettings of(String url, String org, String bucket, String token) {
    return of(new InfluxTarget(InfluxTarget.Api.V2, url, org, bucket, token, true));
  }

  /** The same with other batches. */
  public InfluxSettings with(Batching other) {
    return new InfluxSettings(target, other, timeouts, retry, breaker);
  }

  /** The same with other timeouts. */
  public InfluxSettings with(Timeouts other) {
    return new InfluxSettings(target, batching, other, retry, breaker);
  }

  /** The same with other waits. */
  public InfluxSettings with(RetrySchedule.Params otherRetry, CircuitBreaker.Params otherBreaker) {
    return new InfluxSettings(target, batching, timeouts, otherRetry, otherBreaker);
  }

  @Override
  public String toString() {
    return target.toString();
  }

  private static void atLeast(String field, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(field + " must be at least " + least + ", was " + value);
    }
  }

  private static void inside(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " must be in [" + least + ", " + most + "], was " + value);
    }
  }
}
