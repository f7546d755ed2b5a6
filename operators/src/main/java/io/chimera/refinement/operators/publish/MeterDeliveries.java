package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.DeliveryReport;
import io.chimera.refinement.state.event.DeliveryStep;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts what becomes of the recommendations of one subscriber, and how soon they are acknowledged.
 * Not state: a restart begins a new interval.
 */
public final class MeterDeliveries extends AbstractStreamOperator<SelfMeasurement>
    implements OneInputStreamOperator<DeliveryReport, SelfMeasurement> {
  private static final long serialVersionUID = 1;

  private final SelfReporting reporting;
  private final String subscriber;

  private transient SelfMeter meter;
  private transient Map<DeliveryStep, Long> counts;

  public MeterDeliveries(SelfReporting reporting, String subscriber) {
    this.reporting = reporting;
    this.subscriber = subscriber;
  }

  @Override
  public void open() throws Exception {
    super.open();
    meter =
        reporting.meter(
            "deliver-" + subscriber, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    counts = new EnumMap<>(DeliveryStep.class);
    reporting.start(getProcessingTimeService(), meter, this::measure, output);
  }

  @Override
  public void processElement(StreamRecord<DeliveryReport> element) {
    if (!reporting.isOn()) {
      return;
    }
    DeliveryReport report = element.getValue();
    counts.merge(report.step(), 1L, Long::sum);
    if (report.step() == DeliveryStep.DELIVERED) {
      meter.observe(report.protocol() + "_delivery_latency_ms", report.latencyMillis());
    }
  }

  /** Only what happened is reported: subscribers are quiet most of the time. */
  private void measure() {
    counts.forEach((step, count) -> meter.gauge(metric(step), count));
    counts.clear();
  }

  private static String metric(DeliveryStep step) {
    return switch (step) {
      case DELIVERED -> "deliveries_count";
      case RETRIED -> "delivery_retries_count";
      case UNDELIVERED -> "undelivered_count";
      case FAILED -> "failed_deliveries_count";
      case EXPIRED -> "expired_deliveries_count";
    };
  }
}
