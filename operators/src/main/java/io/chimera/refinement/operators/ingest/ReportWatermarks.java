package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.KpiReport;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

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

  /** Shared by the partitions of one subtask, which has its own copy of the strategy. */
  private transient Silence silence;

  /**
   * How event time is made.
   *
   * @param outOfOrdernessMillis disorder that is never late
   * @param idlenessMillis silence after which a partition no longer counts
   * @param futureLimitMillis how far a report may be ahead of its record's time
   */
  public ReportWatermarks(long outOfOrdernessMillis, long idlenessMillis, long futureLimitMillis) {
    this.outOfOrdernessMillis = outOfOrdernessMillis;
    this.idlenessMillis = idlenessMillis;
    this.futureLimitMillis = futureLimitMillis;
  }

  @Override
  public WatermarkGenerator<Inbound> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    if (silence == null) {
      silence = new Silence(context.getInputActivityClock(), idlenessMillis);
    }
    return new PartitionTime(
        outOfOrdernessMillis,
        futureLimitMillis,
        new Idleness(context.getInputActivityClock(), idlenessMillis),
        silence);
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
    private long newest = Long.MIN_VALUE;
    private long emitted = Long.MIN_VALUE;

    PartitionTime(long bound, long futureLimitMillis, Idleness idleness, Silence silence) {
      this.bound = bound;
      this.futureLimitMillis = futureLimitMillis;
      this.idleness = idleness;
      this.silence = silence;
    }

    @Override
    public void onEvent(Inbound inbound, long timestamp, WatermarkOutput output) {
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
      boolean idle = idleness.isIdle(silence.neverBroken());
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
