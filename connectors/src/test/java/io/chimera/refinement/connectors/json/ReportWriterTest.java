package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Sample;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportWriterTest {
  private static final int REPORTS = 500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsWrittenIsRead(long seed) {
    RandomEvents random = new RandomEvents(seed);
    ReportWriter writer = new ReportWriter();
    ReportParser parser = new ReportParser(Limits.CONTRACT);
    for (int i = 0; i < REPORTS; i++) {
      Map<String, Object> metrics = random.metrics();
      Map<String, String> labels = random.labels();
      long time = random.time();

      KpiReport read =
          Parsed.of(parser, writer.write("r|" + i, "s", "c", "a " + i, time, i, metrics, labels))
              .report();

      assertThat(read.reportId()).isEqualTo("r|" + i);
      assertThat(read.agentId()).isEqualTo("a " + i);
      assertThat(read.timestampMillis()).isEqualTo(time);
      assertThat(read.sequence()).isEqualTo(i);
      assertThat(read.labels()).isEqualTo(SeriesKey.canonicalLabels(labels));
      assertThat(read.release()).isEqualTo(labels.getOrDefault("version", ""));
      assertThat(read.samples()).hasSize(metrics.size());
      for (Sample sample : read.samples()) {
        assertSame(sample, metrics.get(sample.metric()));
      }
    }
  }

  private static void assertSame(Sample sample, Object written) {
    if (written instanceof Histogram histogram) {
      assertThat(sample.histogram()).usingRecursiveComparison().isEqualTo(histogram);
    } else if (written instanceof double[] observations) {
      assertThat(sample.observations())
          .containsExactly(Arrays.stream(observations).map(x -> x + 0.0).toArray());
    } else {
      assertThat(sample.value()).isEqualTo(((Number) written).doubleValue() + 0.0);
    }
  }

  @Test
  void aSelfMeasurementIsAReportOfItsInstance() {
    SelfMeasurement measured =
        new SelfMeasurement(
            "drop-duplicates",
            "refinement-0",
            1_795_248_000_000L,
            Map.of("b", 2.0, "a", Double.NaN),
            Map.of("h", new RandomEvents(1).histogram()));

    KpiReport read = Parsed.of(new ReportWriter().write(measured).orElseThrow()).report();

    assertThat(read.reportId()).isEqualTo("refinement-0|drop-duplicates|1795248000000");
    assertThat(read.system()).isEqualTo("refinement");
    assertThat(read.component()).isEqualTo("drop-duplicates");
    assertThat(read.agentId()).isEqualTo("refinement-0");
    assertThat(read.samples()).extracting(Sample::metric).containsExactly("b", "h");
  }

  @Test
  void nothingMeasuredIsNoReport() {
    assertThat(
            new ReportWriter()
                .write(new SelfMeasurement("c", "i", 0, Map.of("a", Double.NaN), Map.of())))
        .isEmpty();
  }

  @Test
  void whatIsNotFiniteIsNotWrittenAndSpoilsNothing() {
    ReportWriter writer = new ReportWriter();

    assertThatThrownBy(
            () -> writer.write("r", "s", "c", "a", 1, 1, Map.of("m", Double.NaN), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("m must be finite, was NaN");
    assertThat(writer.write("r", "s", "c", "a", 1, KpiReport.NO_SEQUENCE, Map.of("m", 1), Map.of()))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"schemaVersion\":1,\"reportId\":\"r\",\"system\":\"s\",\"component\":\"c\",\"agentId\":\"a\",\"timestamp\":1,\"metrics\":{\"m\":1}}");
  }
}
