package io.chimera.refinement.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.yaml.Packs;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("AEO-SLA-04, AEO-SLA-05: what a month below the promise costs")
class SlaReportTest {
  private static final Packs AEON = Packs.read(Path.of("../packs/aeon"));

  private static SlaReport report(String... lines) {
    Map<String, SloPoint> newest = new java.util.TreeMap<>();
    for (String line : lines) {
      SloPoint point = SloPoint.parse(line).orElseThrow();
      newest.put(point.tags().get("subject"), point);
    }
    return SlaReport.of(AEON, newest);
  }

  private static String availability(String subject, double compliance, double raw) {
    return "slo,objective=aeo-availability,subject=%s state=\"breached\",value=99.5,samples=10i,compliance=%s,raw_compliance=%s,budget_left=-1 1"
        .formatted(subject, compliance, raw);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "0.9999, 0",
    "0.99, 0",
    "0.9899, 10",
    "0.98, 10",
    "0.9799, 25",
    "0.97, 25",
    "0.9699, 100",
    "0, 100"
  })
  void eachBandBeginsWithItsLowerEnd(double compliance, double percent) {
    SlaReport.CreditRow credit =
        report(availability("aeon", compliance, compliance)).credits().get(0);
    assertThat(credit.schedule()).isEqualTo("aeo-credits");
    assertThat(credit.objective()).isEqualTo("aeo-availability");
    assertThat(credit.actual()).isEqualTo(compliance * 100);
    assertThat(credit.creditPercent()).isEqualTo(percent);
  }

  @Test
  void maintenanceWithinItsCapsCostsNothing() throws Exception {
    SlaReport report = report(availability("aeon", 1, 0.975));
    assertThat(report.credits().get(0).creditPercent()).isZero();
    JsonNode json = new ObjectMapper().readTree(ReportText.json(report));
    assertThat(json.at("/credits/0/creditPercent").asDouble()).isZero();
    assertThat(json.at("/credits/0/actual").asDouble()).isEqualTo(100);
    assertThat(json.get("objectives"))
        .anySatisfy(
            row -> {
              assertThat(row.get("objective").asText()).isEqualTo("aeo-availability");
              assertThat(row.get("compliance").asDouble()).isEqualTo(1);
              assertThat(row.get("rawCompliance").asDouble()).isEqualTo(0.975);
            });
  }

  @Test
  void withoutDataThereIsNothingToClaim() {
    SlaReport.CreditRow credit = report().credits().get(0);
    assertThat(credit.actual()).isNull();
    assertThat(credit.creditPercent()).isZero();
  }

  @Test
  void theWorstOfSeveralSubjectsCounts() {
    SlaReport report = report(availability("aeon/a", 0.999, 1), availability("aeon/b", 0.975, 1));
    assertThat(report.credits().get(0).creditPercent()).isEqualTo(25);
    assertThat(ReportText.text(report)).contains("credit aeo-credits on aeo-availability: 25 %");
  }
}
