package io.chimera.refinement.operators.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.DeliveryReport;
import io.chimera.refinement.state.event.DeliveryStep;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-L7-03, REF-L7-05: what the delivery to a subscriber reports of itself")
class MeterDeliveriesTest {

  @Test
  void stepsAreCountedByIntervalAndAcknowledgementsTimedByProtocol() throws Exception {
    try (var harness =
        new OneInputStreamOperatorTestHarness<DeliveryReport, SelfMeasurement>(
            new MeterDeliveries(new SelfReporting("delivery", 1_000), "pager"))) {
      harness.open();
      for (DeliveryStep step : DeliveryStep.values()) {
        harness.processElement(
            new StreamRecord<>(new DeliveryReport("pager", "webhook", step, "id", 12)));
      }
      harness.setProcessingTime(1_000);
      harness.setProcessingTime(5_000);
      List<SelfMeasurement> reports =
          harness.getSideOutput(SideOutputs.SELF).stream().map(StreamRecord::getValue).toList();
      assertThat(reports)
          .singleElement()
          .satisfies(
              report -> {
                assertThat(report.component()).isEqualTo("deliver-pager");
                assertThat(report.gauges())
                    .isEqualTo(
                        Map.of(
                            "deliveries_count", 1.0,
                            "delivery_retries_count", 1.0,
                            "undelivered_count", 1.0,
                            "failed_deliveries_count", 1.0,
                            "expired_deliveries_count", 1.0));
                assertThat(report.histograms()).containsOnlyKeys("webhook_delivery_latency_ms");
                assertThat(report.histograms().get("webhook_delivery_latency_ms").max())
                    .isEqualTo(12);
              });
    }
  }
}
