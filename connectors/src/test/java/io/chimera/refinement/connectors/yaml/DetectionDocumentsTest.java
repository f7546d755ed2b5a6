package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.detect.DetectionDocument;
import io.chimera.refinement.state.detect.DetectionPolicy;
import io.chimera.refinement.state.detect.ExpectedReporter;
import io.chimera.refinement.state.detect.FalseAlarm;
import io.chimera.refinement.state.detect.MaintenanceWindow;
import io.chimera.refinement.state.detect.SeriesSelector;
import io.chimera.refinement.state.detect.WeeklyTime;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The documents about detection: what they say, and what is wrong with them, with line and path.
 */
class DetectionDocumentsTest {
  private static final String ID = "0f8fad5b-d9cb-569f-a165-70867728950e";

  private static String document(String kind, String spec) {
    return "apiVersion: refinement.io/v1\nkind: "
        + kind
        + "\nmetadata: {name: d}\nspec:\n  "
        + spec.replace("; ", "\n  ")
        + "\n";
  }

  private static DetectionDocument read(String kind, String spec) {
    ControlDocuments read = ControlDocuments.read("d.yaml", document(kind, spec));
    assertThat(read.faults()).isEmpty();
    ControlDocuments again = ControlDocuments.read("json", read.documents().get(0).json());
    assertThat(again.documents().get(0).update()).isEqualTo(read.documents().get(0).update());
    return read.documents().get(0).update().detection();
  }

  @Test
  void aPolicyIsReadAsItIsWritten() {
    assertThat(
            read(
                    "DetectionPolicy",
                    "description: x; select: {system: shop, agent: \"a 1\", metric: errors}; enabled: false; direction: up; falsePositiveRate: 0.0001; absoluteFloor: 2; relativeFloor: 0.1")
                .policy())
        .isEqualTo(
            new DetectionPolicy(
                "d",
                new SeriesSelector("shop", "*", "a 1", "errors"),
                true,
                Direction.UP,
                4.0,
                0.1,
                2.0));
    assertThat(read("DetectionPolicy", "select: {}").policy())
        .isEqualTo(
            new DetectionPolicy(
                "d",
                new SeriesSelector("*", "*", "*", "*"),
                false,
                Direction.BOTH,
                null,
                null,
                null));
  }

  @Test
  void aMaintenanceWindowIsATimeOrACalendar() {
    assertThat(
            read(
                    "MaintenanceWindow",
                    "select: {system: shop}; from: 2026-11-21T08:00:00Z; to: 2026-11-21T10:00:00+01:00")
                .maintenance())
        .isEqualTo(
            new MaintenanceWindow(
                "d",
                new SeriesSelector("shop", "*", "*", "*"),
                1_795_248_000_000L,
                1_795_251_600_000L,
                "UTC",
                List.of()));
    assertThat(
            read(
                    "MaintenanceWindow",
                    "select: {system: shop}; zone: Europe/Berlin; weekly: [{days: [sat, sun], from: \"22:00\", to: \"02:30\"}]")
                .maintenance())
        .isEqualTo(
            new MaintenanceWindow(
                "d",
                new SeriesSelector("shop", "*", "*", "*"),
                0,
                0,
                "Europe/Berlin",
                List.of(new WeeklyTime(6, 1320, 150), new WeeklyTime(7, 1320, 150))));
  }

  @Test
  void aFalseAlarmNamesAFindingOrASeriesAndTime() {
    assertThat(read("FalseAlarm", "finding: " + ID).falseAlarm())
        .isEqualTo(new FalseAlarm("d", ID, "", 0, 0));
    assertThat(
            read(
                    "FalseAlarm",
                    "series: \"shop/cart/*/latency_ms{op=pay}\"; from: 2026-11-21T08:00:00Z; to: 2026-11-21T09:00:00Z")
                .falseAlarm())
        .isEqualTo(
            new FalseAlarm(
                "d", "", "shop/cart/*/latency_ms{op=pay}", 1_795_248_000_000L, 1_795_251_600_000L));
  }

  @Test
  void anExpectedReporterIsASystemAComponentOrAnAgent() {
    assertThat(read("ExpectedReporter", "system: shop; within: 5m").expected())
        .isEqualTo(new ExpectedReporter("d", "shop", "", "", 300_000, Severity.CRITICAL));
    assertThat(
            read(
                    "ExpectedReporter",
                    "system: shop; component: cart; agent: a/1; within: 30s; severity: warning")
                .expected())
        .isEqualTo(new ExpectedReporter("d", "shop", "cart", "a/1", 30_000, Severity.WARNING));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DetectionPolicy | enabled: true | 5 | spec.select | must be a mapping | ''",
        "DetectionPolicy | select: {metric: 'a b'} | 5 | spec.select.metric | must be a name or \"*\" | a b",
        "DetectionPolicy | select: {host: x} | 5 | spec.select.host | must be a known field | host",
        "DetectionPolicy | select: {}; rarity: 13 | 6 | spec.rarity | must be a number in [1, 12] | 13",
        "DetectionPolicy | select: {}; rarity: 3; falsePositiveRate: 0.01 | 7 | spec.falsePositiveRate | must not be given beside rarity | 0.01",
        "DetectionPolicy | select: {}; direction: left | 6 | spec.direction | must be one of both, up, down | left",
        "DetectionPolicy | select: {}; absoluteFloor: -1 | 6 | spec.absoluteFloor | must be a number in [0, 9223372036854775807] | -1",
        "MaintenanceWindow | select: {}; from: today; to: 2026-11-21T08:00:00Z | 6 | spec.from | must be a time with offset such as 2026-11-21T08:00:00Z | today",
        "MaintenanceWindow | select: {}; weekly: [{days: [sunday], from: '22:00', to: '23:00'}] | 6 | spec.weekly[0].days | must be a list of mon, tue, wed, thu, fri, sat, sun | sunday",
        "MaintenanceWindow | select: {}; weekly: [{days: [sun], from: '24:00', to: '23:00'}] | 6 | spec.weekly[0].from | must be a time of day such as 22:30 | 24:00",
        "MaintenanceWindow | select: {}; zone: Mars; weekly: [{days: [sun], from: '22:00', to: '23:00'}] | 6 | spec.zone | must be a time zone such as Europe/Berlin | Mars",
        "FalseAlarm | finding: 17 | 5 | spec.finding | must be the findingId of an anomaly | 17",
        "FalseAlarm | series: x; from: 2026-11-21T08:00:00Z; to: 2026-11-21T09:00:00Z | 5 | spec.series | must be a series as findings name it, system/component/agent/metric{labels} | x",
        "FalseAlarm | from: 2026-11-21T08:00:00Z; to: 2026-11-21T09:00:00Z | 5 | spec | must name a finding, or a series with from and to | ''",
        "ExpectedReporter | system: shop; agent: a; within: 5m | 6 | spec.agent | must have a component beside it | a",
        "ExpectedReporter | system: shop; within: 0s | 6 | spec.within | must be between 1s and 30d | 0s",
      })
  void aFaultNamesLinePathRuleAndValue(
      String kind, String spec, int line, String path, String rule, String value) {
    assertThat(ControlDocuments.read("d.yaml", document(kind, spec.replace('\'', '"'))).faults())
        .anySatisfy(
            fault -> {
              assertThat(fault.line()).isEqualTo(line);
              assertThat(fault.path()).isEqualTo(path);
              assertThat(fault.rule()).isEqualTo(rule);
              assertThat(fault.value()).isEqualTo(value);
            });
  }
}
