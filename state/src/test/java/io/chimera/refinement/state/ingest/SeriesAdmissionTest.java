package io.chimera.refinement.state.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Sample;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** An explosion of names takes no memory and nothing from those who were there before. */
class SeriesAdmissionTest {
  private static final long MINUTE = 60_000;
  private static final SeriesAdmission.Params PARAMS =
      new SeriesAdmission.Params(10_000, 10 * MINUTE);

  private final SeriesAdmission admission = new SeriesAdmission(PARAMS);

  @Test
  void aThousandSeriesPassWhileAMillionNewOnesComeInAMinute() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(admission.admit(report("known-" + i, "latency_ms"), 0)).isTrue();
    }
    int refused = 0;
    int disturbed = 0;
    for (int i = 0; i < 1_000_000; i++) {
      refused += admission.admit(report("new-" + i, "latency_ms"), i * MINUTE / 1_000_000) ? 0 : 1;
      if (i % 100 == 0) {
        disturbed += admission.admit(report("known-" + i / 100 % 1_000, "latency_ms"), 0) ? 0 : 1;
      }
    }
    assertThat(disturbed).isZero();
    assertThat(admission.size()).isEqualTo(10_000);
    assertThat(refused).isEqualTo(1_000_000 - 9_000);
    assertThat(admission.takeKeptOut()).isCloseTo(refused, Percentage.withPercentage(1));
    assertThat(admission.takeKeptOut()).isZero();
  }

  @Test
  void whatWasKeptOutIsLetInWhenOthersHaveFallenSilent() {
    for (int i = 0; i < 10_000; i++) {
      admission.admit(report("old-" + i, "latency_ms"), 0);
    }
    KpiReport late = report("latecomer", "latency_ms");
    assertThat(admission.admit(late, 5 * MINUTE)).isFalse();
    for (int i = 0; i < 10; i++) {
      admission.admit(report("old-" + i, "latency_ms"), 9 * MINUTE);
    }
    assertThat(admission.admit(late, 11 * MINUTE)).isTrue();
    assertThat(admission.size()).isEqualTo(11);
    assertThat(admission.admit(report("old-3", "latency_ms"), 11 * MINUTE)).isTrue();
  }

  @Test
  void aReportPassesAsAWholeOrNotAtAll() {
    SeriesAdmission two = new SeriesAdmission(new SeriesAdmission.Params(2, MINUTE));
    assertThat(two.admit(report("a", "x", "y", "z"), 0)).isFalse();
    assertThat(two.size()).isZero();
    assertThat(two.admit(report("a", "x", "y"), 0)).isTrue();
    assertThat(two.admit(report("a", "y"), 0)).isTrue();
    assertThat(two.admit(report("a", "y", "z"), 0)).isFalse();
    assertThat(two.takeKeptOut()).as("x, y and z").isEqualTo(3);
  }

  @Test
  void whatIsKnownSurvivesARestoreEvenBeyondASmallerLimit() {
    for (int i = 0; i < 100; i++) {
      admission.admit(report("a" + i, "x"), i * MINUTE);
    }
    SeriesAdmission restored = new SeriesAdmission(new SeriesAdmission.Params(50, 1_000 * MINUTE));
    restored.restore(admission.snapshot());
    restored.restore(admission.snapshot());
    assertThat(restored.size()).isEqualTo(100);
    assertThat(restored.admit(report("a7", "x"), 100 * MINUTE)).isTrue();
    assertThat(restored.admit(report("b", "x"), 100 * MINUTE)).isFalse();
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new SeriesAdmission.Params(0, MINUTE))
        .hasMessage("maxSeries must be at least 1, was 0");
    assertThatThrownBy(() -> new SeriesAdmission.Params(1, 1))
        .hasMessage("forgetAfterMillis must be at least 60000, was 1");
  }

  private static KpiReport report(String agent, String... metrics) {
    return new KpiReport(
        "demo",
        "svc",
        agent,
        "id",
        0,
        KpiReport.NO_SEQUENCE,
        Arrays.stream(metrics).map(metric -> Sample.of(metric, 1)).toArray(Sample[]::new),
        "",
        "",
        1,
        1,
        false,
        new Origin("reports", 0, 0, 0, 0),
        new byte[0],
        Map.of());
  }
}
