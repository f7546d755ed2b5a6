package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.optimise.RewardDrift;
import java.util.OptionalDouble;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Measures how soon outcomes are learned (REF-STR-04) and whether decisions get worse by the hour
 * (REF-STR-06), all learners of an instance together. Outcomes that were only assumed teach nothing
 * and do not count. Not state: after a restart the drift is known two hours later.
 */
public final class MeterLearning extends AbstractStreamOperator<SelfMeasurement>
    implements OneInputStreamOperator<Learned, SelfMeasurement> {
  private static final long serialVersionUID = 1;
  private static final String COMPONENT = "learning";
  private static final String ASSUMED = "imputed";

  private final SelfReporting reporting;

  private transient SelfMeter meter;
  private transient RewardDrift drift;

  public MeterLearning(SelfReporting reporting) {
    this.reporting = reporting;
  }

  @Override
  public void open() throws Exception {
    super.open();
    meter = reporting.meter(COMPONENT, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    drift = new RewardDrift();
    reporting.start(getProcessingTimeService(), meter, () -> {}, output);
  }

  @Override
  public void processElement(StreamRecord<Learned> element) {
    Learned learned = element.getValue();
    if (!reporting.isOn() || learned.source().equals(ASSUMED)) {
      return;
    }
    long waited = getProcessingTimeService().getCurrentProcessingTime() - learned.settledAt();
    meter.observe("model_update_interval_s", Math.max(0, waited) / 1_000.0);
    OptionalDouble percent = drift.observe(learned.reward(), learned.settledAt());
    if (percent.isPresent()) {
      meter.observe("accuracy_drift_percent_per_h", percent.getAsDouble());
    }
  }
}
