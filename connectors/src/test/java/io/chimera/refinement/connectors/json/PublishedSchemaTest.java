package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.connectors.json.PoisonReports.Poison;
import io.chimera.refinement.state.event.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedSchemaTest {
  private static final int EVENTS = 300;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverIsWrittenKeepsItsSchema(long seed) throws IOException {
    RandomEvents random = new RandomEvents(seed);
    JsonWriter<io.chimera.refinement.state.event.Finding> findings = JsonWriter.findings();
    var alerts = JsonWriter.alerts();
    var recommendations = JsonWriter.recommendations();
    var deadLetters = JsonWriter.deadLetters();
    var auditRows = JsonWriter.auditRows();

    everyOneKeeps("finding", () -> findings.write(random.finding()));
    everyOneKeeps("alert", () -> alerts.write(random.alert()));
    everyOneKeeps("recommendation", () -> recommendations.write(random.recommendation()));
    everyOneKeeps("dead-letter", () -> deadLetters.write(random.deadLetter()));
    everyOneKeeps("audit", () -> auditRows.write(random.auditRow()));
  }

  private static void everyOneKeeps(String name, Supplier<byte[]> writer) throws IOException {
    PublishedSchema schema = new PublishedSchema(name);
    for (int i = 0; i < EVENTS; i++) {
      byte[] value = writer.get();
      assertThat(schema.faults(value)).as(new String(value, StandardCharsets.UTF_8)).isEmpty();
      JsonNode written = PublishedSchema.JSON.readTree(value);
      assertThat(PublishedSchema.names(written)).isEqualTo(schema.fields());
      assertThat(List.copyOf(PublishedSchema.names(schema.text().get("properties"))))
          .containsAll(required(schema));
    }
  }

  private static List<String> required(PublishedSchema schema) {
    return Stream.iterate(0, i -> i + 1)
        .limit(schema.text().get("required").size())
        .map(i -> schema.text().get("required").get(i).asText())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverAgentsOfTheProductWriteKeepsItsSchema(long seed) {
    RandomEvents random = new RandomEvents(seed);
    PublishedSchema reports = new PublishedSchema("kpi-report");
    PublishedSchema outcomes = new PublishedSchema("outcome");
    ReportWriter writer = new ReportWriter();
    for (int i = 0; i < EVENTS; i++) {
      byte[] report =
          writer.write("r" + i, "s", "c", "a", random.time(), i, random.metrics(), random.labels());
      assertThat(reports.faults(report)).as(new String(report, StandardCharsets.UTF_8)).isEmpty();
      assertThat(reports.faults(writer.write(random.measurement()).orElseThrow())).isEmpty();
      assertThat(outcomes.faults(JsonWriter.outcomes().write(random.outcome()))).isEmpty();
    }
  }

  @Test
  @DisplayName("REF-ING-11: what the report schema can express, it refuses as the parser does")
  void theReportSchemaRefusesWhatTheParserRefuses() throws IOException {
    PublishedSchema schema = new PublishedSchema("kpi-report");
    Set<Reason> expressible =
        EnumSet.of(Reason.MISSING_FIELD, Reason.UNSUPPORTED_SCHEMA_VERSION, Reason.WRONG_TYPE);
    for (Poison poison : PoisonReports.all()) {
      if (expressible.contains(poison.reason())) {
        assertThat(schema.faults(poison.element())).as(poison.toString()).isNotEmpty();
      }
    }
    assertThat(schema.faults(PoisonReports.GOOD.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void theReportSchemaAllowsNoNameLengthOrTimeThatTheParserRefuses() throws IOException {
    PublishedSchema schema = new PublishedSchema("kpi-report");
    Set<String> beyondSchema =
        Set.of(
            "half a surrogate pair in an id",
            "half a surrogate pair in a label",
            "timestamp 1795248000000.0",
            "timestamp 1.795248e12",
            "timestamp text 2026-13-01T00:00:00Z",
            "timestamp text 1999-12-31T23:59:59Z",
            "a string beyond 64 KiB",
            "a number beyond 64 characters",
            "a fraction beyond 64 characters",
            "histogram: counts that do not add up",
            "histogram: bounds that do not ascend",
            "histogram: min above max",
            "histogram: a sum that no values give");
    Set<Reason> reasons =
        EnumSet.of(Reason.INVALID_NAME, Reason.INVALID_TIMESTAMP, Reason.OUT_OF_RANGE);
    for (Poison poison : PoisonReports.all()) {
      if (reasons.contains(poison.reason()) && !beyondSchema.contains(poison.what())) {
        assertThat(schema.faults(poison.element())).as(poison.toString()).isNotEmpty();
      }
    }
  }

  @Test
  void everyReasonIsInTheDeadLetterSchema() {
    JsonNode reasons = new PublishedSchema("dead-letter").text().at("/properties/reason/enum");
    assertThat(Stream.of(Reason.values()).map(Reason::name))
        .allMatch(name -> reasons.toString().contains('"' + name + '"'));
    assertThat(reasons).hasSize(Reason.values().length);
  }

  @Test
  void theRemainingSchemasDescribeTheirTopics() {
    PublishedSchema control = new PublishedSchema("control");
    assertThat(
            control.faults(
                "{\"kind\":\"AlertRule\",\"name\":\"mpl-alert-latency\"}"
                    .getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(control.faults("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8))).isNotEmpty();

    PublishedSchema points = new PublishedSchema("metric-points");
    assertThat(
            points.faultsOfText(
                "kpi_window,system=s,metric=m count=3i,mean=1.5 1795248000000\nslo x=1 1"))
        .isEmpty();
    assertThat(points.faultsOfText("")).isNotEmpty();
  }

  @Test
  void theExamplesOfTheContractKeepTheirSchemas() {
    Map<String, String> examples =
        Map.of(
            "outcome",
            "{\"recommendationId\":\"r\",\"applied\":true,\"executedAction\":\"scale_out\",\"reward\":0.7,\"observedAt\":1795248060000}",
            "audit",
            "{\"topic\":\"..\",\"partition\":3,\"fromOffset\":0,\"toOffset\":5000,\"complete\":true,\"records\":5000,\"reports\":41230,"
                + "\"accepted\":40102,\"duplicate\":812,\"late\":40,\"future\":3,\"rejected\":270,\"quarantined\":3}");
    examples.forEach(
        (name, value) ->
            assertThat(new PublishedSchema(name).faults(value.getBytes(StandardCharsets.UTF_8)))
                .as(name)
                .isEmpty());
  }
}
