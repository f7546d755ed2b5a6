package io.chimera.refinement.operators.publish;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes records on and reports how many there were and how far behind their topic they are. No
 * state.
 */
public final class MeterDelivery<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  private static final long serialVersionUID = 1;

  private final SelfReporting reporting;

  private transient SelfMeter meter;
  private transient ProcessProbe process;
  private transient long records;
  private transient long lastAppendMillis;

  public MeterDelivery(SelfReporting reporting) {
    this.reporting = reporting;
  }

  @Override
  public void open() throws Exception {
    super.open();
    meter = reporting.meter("delivery", getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    process = new ProcessProbe();
    reporting.start(getProcessingTimeService(), meter, this::measure, output);
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    records++;
    lastAppendMillis = element.hasTimestamp() ? element.getTimestamp() : 0;
    output.collect(element);
  }

  private void measure() {
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      process.measure(meter);
    }
    meter.gauge("batches_per_s", records * 1_000.0 / reporting.intervalMillis());
    if (lastAppendMillis > 0) {
      meter.gauge(
          "consumer_lag_s",
          Math.max(0, getProcessingTimeService().getCurrentProcessingTime() - lastAppendMillis)
              / 1000.0);
    }
    records = 0;
    lastAppendMillis = 0;
  }
}
