package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.ingest.Backlog;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;

/**
 * Event time of KPI reports, per partition: bounded disorder and idleness (REF-ING-09).
 *
 * <p>Only reports that are neither rejected nor from the future move the watermark, and only they
 * count as activity: a partition full of poison does not hold back event time. A watermark is
 * emitted with the report that moves event time into another second, not only periodically: while a
 * backlog is read, minutes of event time pass between two periods, and panes would close minutes
 * late. When a partition no longer counts is a matter of {@link Idleness}; after a silence of all
 * partitions, such as that of a broker that was away, see {@link Silence}.
 */
public final class ReportWatermarks implements WatermarkStrategy<Inbound> {
  private static final long serialVersionUID = 1;

  private final long outOfOrdernessMillis;
  private final long idlenessMillis;
  private final long futureLimitMillis;
  private final Backlog backlog;

  /** Shared by the partitions of one subtask, which has its own copy of the strategy. */
  private transient Silence silence;

  private transient Unread unread;

  /**
   * How event time is made.
   *
   * @param outOfOrdernessMillis disorder that is never late
   * @param idlenessMillis silence after which a partition no longer counts
   * @param futureLimitMillis how far a report may be ahead of its record's time
   * @param backlog what has not been read yet
   */
  public ReportWatermarks(
      long outOfOrdernessMillis, long idlenessMillis, long futureLimitMillis, Backlog backlog) {
    this.outOfOrdernessMillis = outOfOrdernessMillis;
    this.idlenessMillis = idlenessMillis;
    this.futureLimitMillis = futureLimitMillis;
    this.backlog = backlog;
  }

  @Override
  public WatermarkGenerator<Inbound> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    if (silence == null) {
      silence = new Silence(context.getInputActivityClock(), idlenessMillis);
      unread = new Unread(backlog, subtask(context.getMetricGroup()));
    }
    return new PartitionTime(
        outOfOrdernessMillis,
        futureLimitMillis,
        new Idleness(context.getInputActivityClock(), idlenessMillis),
        silence,
        unread);
  }

  private static int subtask(MetricGroup group) {
    return Integer.parseInt(group.getAllVariables().getOrDefault("<subtask_index>", "0"));
  }

  @Override
  public TimestampAssigner<Inbound> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (inbound, kafkaTimestamp) ->
        inbound.isReport() ? inbound.report().timestampMillis() : kafkaTimestamp;
  }

  /** Event time of one partition: the newest timestamp less the bound. */
  private static final class PartitionTime implements WatermarkGenerator<Inbound> {
    private static final long STEP = 1_000;

    private final long bound;
    private final long futureLimitMillis;
    private final Idleness idleness;
    private final Silence silence;
    private final Unread unread;
    private int partition = Unread.NEVER_HEARD;
    private long newest = Long.MIN_VALUE;
    private long emitted = Long.MIN_VALUE;

    PartitionTime(
        long bound, long futureLimitMillis, Idleness idleness, Silence silence, Unread unread) {
      this.bound = bound;
      this.futureLimitMillis = futureLimitMillis;
      this.idleness = idleness;
      this.silence = silence;
      this.unread = unread;
    }

    @Override
    public void onEvent(Inbound inbound, long timestamp, WatermarkOutput output) {
      if (partition == Unread.NEVER_HEARD) {
        partition = inbound.origin().partition();
        unread.heard(partition);
      }
      KpiReport report = inbound.report();
      if (report == null
          || report.timestampMillis() > report.origin().appendMillis() + futureLimitMillis) {
        return;
      }
      idleness.heard();
      silence.broken();
      boolean moved = timestamp > newest;
      newest = Math.max(newest, timestamp);
      if (silence.stillEchoes()) {
        output.markActive();
      } else if (moved
          && (emitted == Long.MIN_VALUE
              || Math.floorDiv(watermark(), STEP) > Math.floorDiv(emitted, STEP))) {
        emit(output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      boolean idle =
          idleness.isSilent() && idleness.isIdle(unread.of(partition), silence.neverBroken());
      if (silence.stillEchoes()) {
        return;
      }
      // What was held back comes out before the partition falls idle again.
      if (newest != Long.MIN_VALUE && watermark() > emitted) {
        emit(output);
      } else if (idle) {
        output.markIdle();
      }
    }

    private long watermark() {
      return newest - bound - 1;
    }

    private void emit(WatermarkOutput output) {
      emitted = watermark();
      output.emitWatermark(new Watermark(emitted));
    }
  }
}
