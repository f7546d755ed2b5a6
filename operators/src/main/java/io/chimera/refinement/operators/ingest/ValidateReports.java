package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.ProcessProbe;
import io.chimera.refinement.operators.publish.SelfMeter;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.Verdict;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Gives the verdicts that need no memory of ids, rejected and future, and marks what is hopelessly
 * late.
 *
 * <p>A report that is older than {@code alwaysLateMillis} against the newest of its own partition
 * is late whatever the other partitions do; judging that here makes the verdict independent of the
 * speed at which partitions are read. State: the newest event time per partition, as list state
 * that is split like the partitions of the source. After a change of parallelism a partition may
 * come to an instance that does not know its newest report; until it does, {@link DropDuplicates}
 * judges by the watermark, which it does not forget. Union state would spare that and must not be
 * used here: Flink then refuses to stop without drain whenever one instance of the source is at
 * work and another waits for input ({@code PartialFinishingNotSupportedByStateException}).
 */
public final class ValidateReports extends AbstractStreamOperator<KpiReport>
    implements OneInputStreamOperator<Inbound, KpiReport> {
  private static final long serialVersionUID = 1;
  private static final String NEWEST = "newest-by-partition";

  /**
   * How reports are judged.
   *
   * @param futureLimitMillis how far event time may be ahead of the Kafka record's time
   * @param alwaysLateMillis how far event time may be behind the newest of its partition
   * @param ledgerRange offsets per row of the ledger
   */
  public record Params(long futureLimitMillis, long alwaysLateMillis, long ledgerRange)
      implements Serializable {}

  private final Params params;
  private final SelfReporting reporting;

  private transient Map<String, long[]> newest;
  private transient ListState<Tuple2<String, Long>> saved;
  private transient LedgerShares ledger;
  private transient SelfMeter meter;
  private transient ProcessProbe process;
  private transient long reports;
  private transient long valid;
  private transient long rejected;
  private transient long lastAppendMillis;
  private transient String lastTopic;
  private transient long[][] newestOfTopic;

  public ValidateReports(Params params, SelfReporting reporting) {
    this.params = params;
    this.reporting = reporting;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    newest = new HashMap<>();
    newestOfTopic = new long[0][];
    saved =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>(NEWEST, Types.TUPLE(Types.STRING, Types.LONG)));
    for (Tuple2<String, Long> entry : saved.get()) {
      long[] known = newest.computeIfAbsent(entry.f0, key -> new long[] {Long.MIN_VALUE});
      known[0] = Math.max(known[0], entry.f1);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    ledger = new LedgerShares(params.ledgerRange());
    meter = reporting.meter("ingest", getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    process = new ProcessProbe();
    reporting.start(getProcessingTimeService(), meter, this::measure, output);
  }

  @Override
  public void processElement(StreamRecord<Inbound> element) {
    Inbound inbound = element.getValue();
    Origin origin = inbound.origin();
    ledger.read(origin);
    lastAppendMillis = origin.appendMillis();
    if (!inbound.isReport()) {
      ledger.judged(origin, Verdict.REJECTED);
      reports++;
      rejected++;
      output.collect(SideOutputs.DEAD_LETTERS, new StreamRecord<>(inbound.rejected()));
      return;
    }
    KpiReport report = inbound.report();
    // The product's own reports do not count in what it reports of itself: that would feed back.
    boolean foreign = !report.system().equals(SelfMeasurement.SYSTEM);
    reports += foreign ? 1 : 0;
    if (report.timestampMillis() > origin.appendMillis() + params.futureLimitMillis()) {
      ledger.judged(origin, Verdict.FUTURE);
      output.collect(SideOutputs.DEAD_LETTERS, new StreamRecord<>(future(report)));
      return;
    }
    valid += foreign ? 1 : 0;
    long[] newestHere = newestOf(origin);
    newestHere[0] = Math.max(newestHere[0], report.timestampMillis());
    boolean behind = report.timestampMillis() < newestHere[0] - params.alwaysLateMillis();
    output.collect(
        element.replace(behind ? report.fallenBehind() : report, report.timestampMillis()));
  }

  private long[] newestOf(Origin origin) {
    int partition = origin.partition();
    if (!origin.topic().equals(lastTopic)) {
      lastTopic = origin.topic();
      newestOfTopic = new long[0][];
    }
    if (partition >= newestOfTopic.length) {
      newestOfTopic = java.util.Arrays.copyOf(newestOfTopic, partition + 1);
    }
    if (newestOfTopic[partition] == null) {
      newestOfTopic[partition] =
          newest.computeIfAbsent(origin.topicPartition(), key -> new long[] {Long.MIN_VALUE});
    }
    return newestOfTopic[partition];
  }

  private DeadLetter future(KpiReport report) {
    return DeadLetter.of(
        Reason.FUTURE,
        "timestamp must be at most "
            + params.futureLimitMillis()
            + " ms ahead of the record's time "
            + report.origin().appendMillis()
            + ", was "
            + report.timestampMillis(),
        report.origin(),
        report.timestampMillis(),
        report.payload(),
        report.headers());
  }

  private void measure() {
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      process.measure(meter);
    }
    meter.gauge("kpi_throughput_per_min", reports * 60_000.0 / reporting.intervalMillis());
    if (reports > 0) {
      meter.gauge("valid_report_percent", 100.0 * valid / reports);
    }
    meter.gauge("dlq_messages_count", rejected);
    if (lastAppendMillis > 0) {
      meter.gauge(
          "consumer_lag_s",
          Math.max(0, getProcessingTimeService().getCurrentProcessingTime() - lastAppendMillis)
              / 1000.0);
    }
    reports = 0;
    valid = 0;
    rejected = 0;
    lastAppendMillis = 0;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    ledger.flush(output);
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    ledger.flush(output);
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  /**
   * The end of the input: called when a bounded source ends and when a job is drained. An input
   * that had fallen idle would ignore the last watermark, and the trailing windows would never come
   * out; so it is woken first.
   */
  @Override
  public void finish() throws Exception {
    ledger.flush(output);
    output.emitWatermarkStatus(WatermarkStatus.ACTIVE);
    output.emitWatermark(Watermark.MAX_WATERMARK);
    super.finish();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.clear();
    for (Map.Entry<String, long[]> entry : newest.entrySet()) {
      saved.add(Tuple2.of(entry.getKey(), entry.getValue()[0]));
    }
  }
}
