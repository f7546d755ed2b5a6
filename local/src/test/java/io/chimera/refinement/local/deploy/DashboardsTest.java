package io.chimera.refinement.local.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.connectors.influx.InfluxMetrics;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.DefaultCheckpointStatsTracker;
import org.apache.flink.runtime.metrics.MetricNames;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of a dashboard or alert asks for something that is written. */
@DisplayName("AEO-MON-03, KAI-MON-03, LAL-KPI-01, MPL-MON-01, REF-MON-02, REF-TOOL-03: dashboards")
class DashboardsTest {
  private static final Path FOLDER = Documents.HOME.resolve("dashboards");
  private static final Pattern INFLUXQL =
      Pattern.compile(
          "SELECT (.+?) FROM \"([a-z_0-9]+)\" WHERE (.+?)(?: GROUP BY (.+?))?(?: fill\\(.*\\)| ORDER BY .*)?");
  private static final Pattern QUOTED = Pattern.compile("\"([a-z_0-9]+)\"");
  private static final Pattern METRIC = Pattern.compile("\"metric\" = '([^']+)'");
  private static final Pattern FLINK =
      Pattern.compile("flink_(?:job|task)manager_(?:job_(?:task_(?:operator_)?)?)?(\\w+)");
  private static final Set<String> OF_THE_JVM =
      Set.of("Status_JVM_Memory_Heap_Used", "Status_JVM_Memory_Heap_Max");

  @ParameterizedTest
  @MethodSource("boards")
  void aBoardAsksOnlyForWhatIsWritten(Path file) throws Exception {
    Written written = Written.read();
    JsonNode board = Documents.json(file);
    assertThat(board.path("uid").asText() + ".json").isEqualTo(file.getFileName().toString());
    assertThat(board.has("__inputs")).as("a board that asks for its data source").isFalse();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : board.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("panel ids differ").isTrue();
      assertThat(panel.path("targets")).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        check(target, written);
      }
    }
  }

  static Stream<Path> boards() throws IOException {
    return files(FOLDER.resolve("grafana/dashboards"), ".json");
  }

  private static void check(JsonNode target, Written written) {
    if (target.has("expr")) {
      checkFlink(target.path("expr").asText());
    } else {
      checkInfluxQl(target.path("query").asText(), written);
    }
  }

  private static void checkInfluxQl(String query, Written written) {
    Matcher matcher = INFLUXQL.matcher(query);
    assertThat(matcher.matches()).as(query).isTrue();
    String measurement = matcher.group(2);
    assertThat(written.tags).as(query).containsKey(measurement);
    Set<String> tags = written.tags.get(measurement);
    Set<String> known = new TreeSet<>(written.fields.get(measurement));
    known.addAll(tags);
    assertThat(known).as(query).containsAll(quoted(matcher.group(1)));
    assertThat(known).as(query).containsAll(quoted(matcher.group(3)));
    assertThat(tags).as(query).containsAll(quoted(matcher.group(4)));
    assertThat(matcher.group(3)).as(query).contains("$timeFilter");
    if (measurement.equals("pipeline")) {
      assertThat(written.ownMetrics).as(query).containsAll(metrics(query));
    }
  }

  private static void checkFlink(String expression) {
    List<String> names = FLINK.matcher(expression).results().map(match -> match.group(1)).toList();
    assertThat(names)
        .as(expression)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(flinkNames()).contains(name));
  }

  /** Names of Flink's own metrics, from its classes, and those of the sink. */
  private static Set<String> flinkNames() {
    Set<String> names = new TreeSet<>(OF_THE_JVM);
    names.addAll(InfluxMetrics.names());
    for (Class<?> owner : List.of(MetricNames.class, DefaultCheckpointStatsTracker.class)) {
      for (Field field : owner.getDeclaredFields()) {
        if (field.getType() == String.class && Modifier.isStatic(field.getModifiers())) {
          try {
            field.setAccessible(true);
            names.add(String.valueOf(field.get(null)));
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("boards")
  void aBoardShowsKpisThatArePartOfAPackOrOfTheList(Path file) throws Exception {
    String system = file.getFileName().toString().replaceAll("refinement-|\\.json", "");
    Path pack = Documents.HOME.resolve("packs").resolve(system);
    String known = Files.readString(FOLDER.resolve("README.md"), UTF_8);
    boolean ofASystem = !Set.of("operations", "executive", "security").contains(system);
    if (ofASystem && !Files.isDirectory(pack)) {
      return; // the pack of this system is not installed, so nothing reports to it
    }
    if (ofASystem) {
      try (Stream<Path> documents = files(pack, ".yaml")) {
        for (Path document : documents.toList()) {
          known += Files.readString(document, UTF_8);
        }
      }
    }
    for (String query : Documents.json(file).findValuesAsText("query")) {
      if (query.contains("FROM \"kpi_window")) {
        for (String metric : metrics(query)) {
          assertThat(known).as(file + ": " + metric).containsPattern("\\b" + metric + "\\b");
        }
      }
    }
  }

  @Test
  void theBoardsAreRefreshedAsOftenAsTheirReadersNeed() throws Exception {
    Map<String, String> refresh =
        Map.of("operations", "30s", "executive", "5m", "security", "1m", "optimiser", "30s");
    for (Map.Entry<String, String> entry : refresh.entrySet()) {
      Path file = FOLDER.resolve("grafana/dashboards/refinement-" + entry.getKey() + ".json");
      assertThat(Documents.json(file).path("refresh").asText()).isEqualTo(entry.getValue());
    }
  }

  @Test
  void everyDataSourceIsProvisioned() throws Exception {
    Set<String> provisioned = new TreeSet<>(Set.of("__expr__"));
    yaml("grafana/provisioning/datasources/refinement.yaml")
        .path("datasources")
        .forEach(source -> provisioned.add(source.path("uid").asText()));
    List<String> used = new ArrayList<>();
    for (Path board : boards().toList()) {
      Documents.json(board).findValues("datasource").forEach(s -> used.add(s.path("uid").asText()));
    }
    used.addAll(
        yaml("grafana/provisioning/alerting/refinement.yaml").findValuesAsText("datasourceUid"));
    assertThat(provisioned).containsAll(used);
  }

  @Test
  void everyAlertAsksForWhatIsWrittenAndIsExplained() throws Exception {
    Written written = Written.read();
    String operations = Files.readString(Documents.HOME.resolve("docs/operations.md"), UTF_8);
    JsonNode rules =
        yaml("grafana/provisioning/alerting/refinement.yaml").path("groups").path(0).path("rules");
    assertThat(rules).hasSizeGreaterThan(5);
    Set<String> uids = new HashSet<>();
    for (JsonNode rule : rules) {
      assertThat(uids.add(rule.path("uid").asText())).isTrue();
      assertThat(rule.path("uid").asText()).hasSizeLessThanOrEqualTo(40);
      assertThat(rule.path("data")).hasSize(3);
      assertThat(rule.path("condition").asText()).isEqualTo("C");
      checkInfluxQl(rule.path("data").path(0).path("model").path("query").asText(), written);
      assertThat(operations).as("what to do").contains(rule.path("title").asText());
    }
    for (JsonNode rule : yaml("prometheus/rules.yml").path("groups").path(0).path("rules")) {
      checkFlink(rule.path("expr").asText());
      assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
      assertThat(operations).as("what to do").contains(rule.path("alert").asText());
    }
  }

  @Test
  void prometheusReadsTheRulesAndEveryFlinkProcess() throws Exception {
    JsonNode prometheus = yaml("prometheus/prometheus.yml");
    for (JsonNode file : prometheus.path("rule_files")) {
      assertThat(FOLDER.resolve("prometheus").resolve(file.asText())).exists();
    }
    assertThat(prometheus.path("scrape_configs").toString())
        .contains("jobmanager:9250")
        .contains("taskmanager");
  }

  private static JsonNode yaml(String file) throws IOException {
    return Documents.yaml(FOLDER.resolve(file)).get(0);
  }

  private static Stream<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
    }
  }

  private static Set<String> quoted(String text) {
    Set<String> names = new TreeSet<>();
    if (text != null) {
      QUOTED.matcher(text).results().forEach(match -> names.add(match.group(1)));
    }
    return names;
  }

  private static Set<String> metrics(String query) {
    Set<String> names = new TreeSet<>();
    METRIC.matcher(query).results().forEach(match -> names.add(match.group(1)));
    return names;
  }
}
