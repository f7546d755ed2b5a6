package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.Timing;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Sums up the durations that keyed functions measured into one report per interval. No state. */
public final class MeterTimings extends AbstractStreamOperator<SelfMeasurement>
    implements OneInputStreamOperator<Timing, SelfMeasurement> {
  private static final long serialVersionUID = 1;

  private final String component;
  private final SelfReporting reporting;

  private transient SelfMeter meter;

  public MeterTimings(String component, SelfReporting reporting) {
    this.component = component;
    this.reporting = reporting;
  }

  @Override
  public void open() throws Exception {
    super.open();
    meter = reporting.meter(component, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    reporting.start(getProcessingTimeService(), meter, () -> {}, output);
  }

  @Override
  public void processElement(StreamRecord<Timing> element) {
    if (reporting.isOn()) {
      meter.observe(element.getValue().metric(), element.getValue().value());
    }
  }
}
