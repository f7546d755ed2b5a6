package io.chimera.refinement.operators.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-STR-04, REF-STR-06: what learning reports of itself")
class MeterLearningTest {
  private static final long HOUR = 3_600_000;

  private final List<SelfMeasurement> reports = new ArrayList<>();

  private static Learned learned(double reward, String source, long settledAt) {
    return new Learned("id", "s", "c", "t", "a", "a", reward, source, 1, settledAt, settledAt);
  }

  private void run(List<Learned> all, long delayMillis) throws Exception {
    try (var harness =
        new OneInputStreamOperatorTestHarness<Learned, SelfMeasurement>(
            new MeterLearning(new SelfReporting("refinement", 1_000)))) {
      harness.open();
      for (Learned each : all) {
        harness.setProcessingTime(each.settledAt() + delayMillis);
        harness.processElement(new StreamRecord<>(each));
      }
      harness.setProcessingTime(all.get(all.size() - 1).settledAt() + delayMillis + 1_000);
      harness.getSideOutput(SideOutputs.SELF).forEach(record -> reports.add(record.getValue()));
    }
  }

  private List<Histogram> of(String metric) {
    return reports.stream()
        .map(report -> report.histograms().get(metric))
        .filter(histogram -> histogram != null)
        .toList();
  }

  @Test
  void anOutcomeIsLearnedAsLongAfterItWasKnownAsTheClockSays() throws Exception {
    run(List.of(learned(0.5, "reported", 10_000), learned(0.5, "measured", 11_500)), 2_500);
    assertThat(reports).allSatisfy(each -> assertThat(each.component()).isEqualTo("learning"));
    assertThat(of("model_update_interval_s"))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.max()).isEqualTo(2.5));
  }

  @Test
  void whatWasOnlyAssumedCountsForNothing() throws Exception {
    run(List.of(learned(0.5, "imputed", 10_000), learned(0.5, "reported", 11_000)), 100);
    assertThat(of("model_update_interval_s").stream().mapToLong(Histogram::count).sum())
        .isEqualTo(1);
  }

  @Test
  void theLossOfAnHourIsReportedWhenItIsOver() throws Exception {
    List<Learned> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(learned(0.8, "reported", i * 1_000L));
    }
    for (int i = 0; i < 100; i++) {
      all.add(learned(0.6, "reported", HOUR + i * 1_000L));
    }
    all.add(learned(0.6, "reported", 2 * HOUR));
    run(all, 100);
    assertThat(of("accuracy_drift_percent_per_h"))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.max())
                    .isEqualTo(25.0, org.assertj.core.api.Assertions.within(1e-4)));
  }
}
