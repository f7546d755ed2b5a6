package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.SelfMeter;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.Verdict;
import io.chimera.refinement.state.ingest.IdChunk;
import io.chimera.refinement.state.ingest.NewIds;
import io.chimera.refinement.state.ingest.RecentIds;
import io.chimera.refinement.state.ingest.SeriesAdmission;
import io.chimera.refinement.state.window.WindowShape;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Gives the remaining verdicts: duplicate, conflict, late, quarantined, accepted. Keyed by hash
 * bucket of the report's id.
 *
 * <p>State: fingerprints of recent ids, looked up in a table on the heap. What is new since the
 * last checkpoint is appended to keyed state, one chunk per bucket and time slot, just before the
 * barrier: no state access per report, incremental checkpoints hold only what is new, and a restore
 * fills the table again. A slot is cleared when event time leaves its horizon. Time: the watermark
 * that verdicts on late reports depend on is kept as well, since a restore would otherwise begin
 * without one; after a restore the lowest of all instances counts, which is what the windows
 * downstream have seen at most. The series that each instance knows are kept as well: after a
 * restore every instance knows those of all.
 */
public final class DropDuplicates extends AbstractStreamOperator<KpiReport>
    implements OneInputStreamOperator<KpiReport, KpiReport> {
  private static final long serialVersionUID = 1;
  private static final ListStateDescriptor<IdChunk> IDS =
      new ListStateDescriptor<>("recent-ids", EventTypes.ID_CHUNK);
  private static final String WATERMARK = "verdict-watermark";
  private static final String SERIES = "known-series";

  /**
   * What is remembered, and what is late.
   *
   * @param horizonMillis event time for which ids are remembered
   * @param maxIds ids remembered by one instance at most
   * @param shape panes: a report is late when the pane it belongs to is closed
   * @param ledgerRange offsets per row of the ledger
   * @param quarantine how many series one instance lets in
   */
  public record Params(
      long horizonMillis,
      long maxIds,
      WindowShape shape,
      long ledgerRange,
      SeriesAdmission.Params quarantine)
      implements Serializable {
    public Params(long horizonMillis, long maxIds, WindowShape shape, long ledgerRange) {
      this(horizonMillis, maxIds, shape, ledgerRange, SeriesAdmission.Params.DEFAULT);
    }

    /**
     * Four slots per horizon: few enough to look through for a conflict, short enough to forget in
     * time.
     */
    long slotMillis() {
      return Math.max(1, horizonMillis / 4);
    }
  }

  private final Params params;
  private final SelfReporting reporting;

  private transient RecentIds recent;
  private transient Map<Integer, NewIds> added;
  private transient ListState<Long> savedWatermark;
  private transient long watermark;
  private transient SeriesAdmission admission;
  private transient ListState<long[]> savedSeries;
  private transient LedgerShares ledger;
  private transient SelfMeter meter;
  private transient SelfMeter.Distribution latency;
  private transient long duplicates;
  private transient long quarantined;

  public DropDuplicates(Params params, SelfReporting reporting) {
    this.params = params;
    this.reporting = reporting;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    recent = new RecentIds(params.horizonMillis(), params.slotMillis(), params.maxIds());
    added = new HashMap<>();
    savedWatermark =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>(WATERMARK, Types.LONG));
    admission = new SeriesAdmission(params.quarantine());
    savedSeries =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    SERIES, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    watermark = Long.MIN_VALUE;
    if (context.isRestored()) {
      long lowest = Long.MAX_VALUE;
      for (long known : savedWatermark.get()) {
        lowest = Math.min(lowest, known);
      }
      watermark = lowest == Long.MAX_VALUE ? Long.MIN_VALUE : lowest;
      restoreIds();
      for (long[] known : savedSeries.get()) {
        admission.restore(known);
      }
    }
  }

  private void restoreIds() throws Exception {
    KeyedStateBackend<Integer> backend = getKeyedStateBackend();
    List<Tuple2<Integer, Long>> slots;
    ids(0); // registers the state, so that its keys can be listed
    try (Stream<Tuple2<Integer, Long>> known = backend.getKeysAndNamespaces(IDS.getName())) {
      slots = known.toList();
    }
    for (Tuple2<Integer, Long> slot : slots) {
      backend.setCurrentKey(slot.f0);
      for (IdChunk chunk : ids(slot.f1).get()) {
        recent.restore(chunk);
      }
      added.computeIfAbsent(slot.f0, bucket -> new NewIds()).slot(slot.f1);
    }
  }

  private ListState<IdChunk> ids(long slotStartMillis) throws Exception {
    return getPartitionedState(slotStartMillis, LongSerializer.INSTANCE, IDS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    ledger = new LedgerShares(params.ledgerRange());
    meter =
        reporting.meter(
            "drop-duplicates", getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    latency = meter.distribution("ingestion_latency_ms");
    reporting.start(getProcessingTimeService(), meter, this::measure, output);
  }

  @Override
  public void processElement(StreamRecord<KpiReport> element) {
    KpiReport report = element.getValue();
    long timestamp = report.timestampMillis();
    switch (recent.check(report.idHash(), report.bodyHash(), timestamp, watermark)) {
      case SAME -> {
        duplicates++;
        ledger.judged(report.origin(), Verdict.DUPLICATE);
      }
      case CONFLICT -> {
        ledger.judged(report.origin(), Verdict.REJECTED);
        refuse(
            report,
            Reason.ID_CONFLICT,
            "reportId must be unique, was seen before with another body: " + report.reportId());
      }
      case NEW -> {
        remember(report);
        long closes = params.shape().paneStart(timestamp) + params.shape().slideMillis();
        if (report.behind() || closes - 1 <= watermark) {
          ledger.judged(report.origin(), Verdict.LATE);
          refuse(
              report,
              Reason.LATE,
              "timestamp must be within an open pane, was "
                  + timestamp
                  + " at watermark "
                  + watermark);
        } else if (!admission.admit(report, Math.max(watermark, timestamp))) {
          quarantined++;
          ledger.judged(report.origin(), Verdict.QUARANTINED);
          refuse(
              report,
              Reason.QUARANTINED,
              "series must be known or fit into "
                  + params.quarantine().maxSeries()
                  + " known ones, was new");
        } else {
          ledger.judged(report.origin(), Verdict.ACCEPTED);
          if (!report.system().equals(SelfMeasurement.SYSTEM)) {
            long waited =
                getProcessingTimeService().getCurrentProcessingTime()
                    - report.origin().appendMillis();
            latency.observe(Math.max(0, waited));
          }
          output.collect(element);
        }
      }
    }
  }

  private void remember(KpiReport report) {
    long timestamp = report.timestampMillis();
    if (recent.remember(report.idHash(), report.bodyHash(), timestamp, watermark)) {
      added
          .computeIfAbsent((Integer) getCurrentKey(), bucket -> new NewIds())
          .slot(recent.slotStart(timestamp))
          .add(report.idHash(), report.bodyHash());
    }
  }

  private void refuse(KpiReport report, Reason reason, String detail) {
    DeadLetter letter =
        DeadLetter.of(
            reason,
            detail,
            report.origin(),
            report.timestampMillis(),
            report.payload(),
            report.headers());
    output.collect(SideOutputs.DEAD_LETTERS, new StreamRecord<>(letter));
  }

  private void measure() {
    meter.gauge("remembered_ids_count", recent.size());
    meter.gauge("remembered_ids_bytes", recent.bytes());
    meter.gauge("dedup_horizon_s", recent.horizonInForceMillis() / 1000.0);
    meter.gauge("duplicate_reports_count", duplicates);
    meter.gauge("known_series_count", admission.size());
    meter.gauge("quarantined_reports_count", quarantined);
    meter.gauge("quarantined_keys_count", admission.takeKeptOut());
    duplicates = 0;
    quarantined = 0;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = Math.max(watermark, mark.getTimestamp());
    ledger.flush(output);
    if (recent.expire(watermark) > 0) {
      clearExpired();
    }
    super.processWatermark(mark);
  }

  /**
   * Never idle: windows must not run ahead of the verdicts given here. An instance that fell idle
   * would no longer hold them back, and what it accepts when it wakes would miss its window.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // The watermark goes on by those partitions that are not idle; this operator has them all.
  }

  private void clearExpired() throws Exception {
    for (Map.Entry<Integer, NewIds> bucket : added.entrySet()) {
      getKeyedStateBackend().setCurrentKey(bucket.getKey());
      for (long slot : bucket.getValue().dropUnless(recent::holds)) {
        ids(slot).clear();
      }
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    ledger.flush(output);
    for (Map.Entry<Integer, NewIds> bucket : added.entrySet()) {
      getKeyedStateBackend().setCurrentKey(bucket.getKey());
      for (IdChunk chunk : bucket.getValue().take()) {
        ids(chunk.slotStartMillis()).add(chunk);
      }
    }
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    ledger.flush(output);
    super.finish();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    savedWatermark.clear();
    savedWatermark.add(watermark);
    savedSeries.clear();
    savedSeries.add(admission.snapshot());
  }
}
