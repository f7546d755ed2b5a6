package io.chimera.refinement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetReportsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aSecondHoldsOneReportOfEverySeriesAndNoIdTwice() throws Exception {
    FleetReports fleet = new FleetReports("r");
    Set<String> series = new HashSet<>();
    Set<String> fleets = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (long number = 0; number < new FleetReports("r").perSecond(); number++) {
      JsonNode report = JSON.readTree(fleet.json(number, 1_795_248_000_000L));
      String metric = report.path("metrics").fieldNames().next();
      series.add(report.path("component").asText() + report.path("agentId").asText() + metric);
      fleets.add(report.path("component").asText() + metric);
      ids.add(report.path("reportId").asText());
    }
    assertThat(series.size() + fleets.size()).isEqualTo(FleetReports.SERIES);
    assertThat(ids).hasSize(new FleetReports("r").perSecond());
  }

  @Test
  void aReportHasTheSizeThatTheBenchmarkStates() {
    FleetReports fleet = new FleetReports("r");
    double bytes = 0;
    for (long number = 0; number < 10_000; number++) {
      bytes += fleet.json(number, 1_795_248_000_000L).length;
    }
    assertThat(bytes / 10_000).isBetween(180.0, 184.0);
  }
}
