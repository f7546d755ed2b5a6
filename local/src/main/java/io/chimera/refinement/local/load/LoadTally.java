package io.chimera.refinement.local.load;

import io.chimera.refinement.local.observe.LatencyBuckets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;

/** What became of the reports at the broker. Thread-safe. */
final class LoadTally {
  /** Acknowledged later than this after its time, a report was not offered when it should be. */
  static final double ON_TIME_MILLIS = 1_000;

  private final Schedule schedule;
  private final long[] withheld;
  private final long[] acknowledged;
  private final long[] acknowledgedWithin;
  private final long[] onTime;
  private final LatencyBuckets latency = new LatencyBuckets();
  private final Map<Integer, Offsets> offsets = new HashMap<>();
  private long sent;
  private long answeredWell;
  private long failed;
  private long unknown;
  private long repeats;
  private long gauges;
  private String firstFailure = "";

  /** First and last offset of the run in a partition. */
  record Offsets(long first, long last) {
    Offsets with(long offset) {
      return new Offsets(Math.min(first, offset), Math.max(last, offset));
    }
  }

  /**
   * Counts of records.
   *
   * @param sent handed to the producer, repeats and gauges among them
   * @param acknowledged in the topic for sure
   * @param failed not in the topic for sure
   * @param unknown neither is certain: no answer came
   * @param withheld reports of the schedule that a disturbance kept back
   * @param repeats sent a second time on purpose
   * @param gauges reports beside the schedule
   */
  record Counts(
      long sent,
      long acknowledged,
      long failed,
      long unknown,
      long withheld,
      long repeats,
      long gauges,
      String firstFailure) {}

  /**
   * One phase.
   *
   * @param onTime reports acknowledged within a second of their time; without a time, at all
   * @param acknowledgedWithin reports acknowledged before the phase was over
   */
  record PhaseCounts(long withheld, long acknowledged, long acknowledgedWithin, long onTime) {}

  LoadTally(Schedule schedule) {
    this.schedule = schedule;
    int phases = schedule.phases().size();
    withheld = new long[phases];
    acknowledged = new long[phases];
    acknowledgedWithin = new long[phases];
    onTime = new long[phases];
  }

  synchronized void withheld(int phase) {
    withheld[phase]++;
  }

  synchronized void sent() {
    sent++;
  }

  synchronized void repeated() {
    repeats++;
  }

  synchronized void gauged() {
    gauges++;
  }

  /** A report of the schedule has its answer. */
  synchronized void answered(
      int phase,
      double intendedMillis,
      double nowMillis,
      RecordMetadata metadata,
      Exception cause) {
    settled(metadata, cause);
    if (cause == null) {
      double waited = nowMillis - intendedMillis;
      latency.observe(waited);
      acknowledged[phase]++;
      // As fast as it goes has no time that a report could miss.
      boolean unpaced = schedule.isUnpaced(phase);
      onTime[phase] += waited <= ON_TIME_MILLIS || unpaced ? 1 : 0;
      boolean within = nowMillis < schedule.startMillis(phase + 1) || unpaced;
      acknowledgedWithin[phase] += within ? 1 : 0;
    }
  }

  /** A record beside the schedule, a repeat or a gauge, has its answer. */
  synchronized void settled(RecordMetadata metadata, Exception cause) {
    if (cause == null) {
      answeredWell++;
      Offsets here = new Offsets(metadata.offset(), metadata.offset());
      offsets.merge(metadata.partition(), here, (known, one) -> known.with(one.first()));
    } else {
      if (firstFailure.isEmpty()) {
        firstFailure = cause.toString();
      }
      // A retriable failure that outlived all retries may have reached the broker.
      if (cause instanceof RetriableException) {
        unknown++;
      } else {
        failed++;
      }
    }
  }

  synchronized Map<Integer, Offsets> offsets() {
    return Map.copyOf(offsets);
  }

  /** Latency from the intended moment to the broker's answer. */
  synchronized LatencyBuckets latency() {
    LatencyBuckets copy = new LatencyBuckets();
    copy.add(latency);
    return copy;
  }

  synchronized PhaseCounts phase(int phase) {
    return new PhaseCounts(
        withheld[phase], acknowledged[phase], acknowledgedWithin[phase], onTime[phase]);
  }

  /**
   * @param closed whether no answer can come any more, so that what has none is unknown
   */
  synchronized Counts counts(boolean closed) {
    long open = sent - answeredWell - failed - unknown;
    return new Counts(
        sent,
        answeredWell,
        failed,
        unknown + (closed ? open : 0),
        sum(withheld),
        repeats,
        gauges,
        firstFailure);
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }
}
