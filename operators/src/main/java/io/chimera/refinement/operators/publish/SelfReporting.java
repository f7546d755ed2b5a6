package io.chimera.refinement.operators.publish;

import io.chimera.refinement.operators.SideOutputs;
import java.io.Serializable;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Sends what an operator measured of itself, once per interval of processing time.
 *
 * @param job name of the job, part of the reporting agent's name
 * @param intervalMillis interval; 0 for never
 */
public record SelfReporting(String job, long intervalMillis) implements Serializable {

  public static final SelfReporting OFF = new SelfReporting("off", 0);

  public boolean isOn() {
    return intervalMillis > 0;
  }

  public SelfMeter meter(String component, int subtask) {
    return new SelfMeter(component, job + '-' + subtask);
  }

  /** Begins to report; {@code beforeReport} may set gauges. */
  public void start(
      ProcessingTimeService clock, SelfMeter meter, Runnable beforeReport, Output<?> output) {
    if (isOn()) {
      schedule(clock, meter, beforeReport, output);
    }
  }

  private void schedule(
      ProcessingTimeService clock, SelfMeter meter, Runnable beforeReport, Output<?> output) {
    clock.registerTimer(
        clock.getCurrentProcessingTime() + intervalMillis,
        now -> {
          beforeReport.run();
          if (!meter.isEmpty()) {
            output.collect(SideOutputs.SELF, new StreamRecord<>(meter.take(now)));
          }
          schedule(clock, meter, beforeReport, output);
        });
  }
}
