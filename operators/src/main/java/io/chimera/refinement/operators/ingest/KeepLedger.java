package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.ingest.Ledger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds up the shares of the conservation ledger and publishes its rows. Keyed by topic and
 * partition.
 *
 * <p>State: the open ranges of the partition. A range is published as complete when the source has
 * passed it and every report in it has its verdict; until then its row is repeated when it has
 * changed, at most every {@code intervalMillis} of processing time, and once more at the end of the
 * input: rows are cumulative, the last one counts.
 */
public final class KeepLedger extends KeyedProcessFunction<String, LedgerEntry, AuditRow> {
  private static final long serialVersionUID = 1;

  private final long rangeSize;
  private final long intervalMillis;

  private transient ValueState<Ledger> ledger;

  public KeepLedger(long rangeSize, long intervalMillis) {
    this.rangeSize = rangeSize;
    this.intervalMillis = intervalMillis;
  }

  @Override
  public void open(OpenContext context) {
    ledger = getRuntimeContext().getState(new ValueStateDescriptor<>("ledger", EventTypes.LEDGER));
  }

  @Override
  public void processElement(LedgerEntry share, Context context, Collector<AuditRow> out)
      throws Exception {
    Ledger known =
        ledger.value() == null
            ? new Ledger(share.topic(), share.partition(), rangeSize)
            : ledger.value();
    known.add(share);
    known.takeComplete().forEach(out::collect);
    ledger.update(known);
    long now = context.timerService().currentProcessingTime();
    context
        .timerService()
        .registerProcessingTimeTimer(now - Math.floorMod(now, intervalMillis) + intervalMillis);
    // Event time that has come to its end means that the input has: the last watermark fires this
    // timer.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<AuditRow> out)
      throws Exception {
    Ledger known = ledger.value();
    if (known != null) {
      (timestamp == Long.MAX_VALUE ? known.takeAll() : known.takeChanged()).forEach(out::collect);
      ledger.update(known);
    }
  }
}
