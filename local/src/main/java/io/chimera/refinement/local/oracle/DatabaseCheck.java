package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the table {@code kpi_window} of a QuestDB with the computed windows: each exactly once.
 */
final class DatabaseCheck {
  private static final int PAGE = 5_000;
  private static final List<String> FIELDS =
      List.of("count", "sum", "mean", "min", "max", "stddev", "p50", "p95", "p99", "p999");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  DatabaseCheck(String url) {
    this.url = url;
  }

  void run(Map<Windows.Key, WindowFigures> expected, long untilMillis, Tally tally)
      throws IOException, InterruptedException {
    Map<Windows.Key, Integer> seen = new HashMap<>();
    for (LinePoint point : points(untilMillis)) {
      Windows.Key key = new Windows.Key(point.measurement(), point.series(), point.timeMillis());
      WindowFigures figures = expected.get(key);
      if (seen.merge(key, 1, Integer::sum) > 1) {
        tally.duplicate("row " + key);
      } else if (figures == null) {
        tally.wrong("row that must not be: " + key);
      } else if (!figures.differences(point).isEmpty()) {
        tally.wrong("row " + key + ": " + figures.differences(point));
      }
    }
    expected.keySet().stream()
        .filter(key -> key.measurement().equals("kpi_window") && !seen.containsKey(key))
        .forEach(key -> tally.lost("row " + key));
    tally.fact("rows", seen.size());
  }

  private List<LinePoint> points(long untilMillis) throws IOException, InterruptedException {
    List<LinePoint> points = new ArrayList<>();
    JsonNode rows;
    int from = 0;
    do {
      rows =
          query(
              "SELECT cast(timestamp AS long), system, component, agent, metric, labels, "
                  + String.join(",", FIELDS)
                  + " FROM kpi_window WHERE timestamp <= cast("
                  + untilMillis * 1000
                  + " AS timestamp) ORDER BY timestamp, system, component, agent, metric, labels LIMIT "
                  + from
                  + ","
                  + (from + PAGE));
      rows.forEach(row -> points.add(point(row)));
      from += PAGE;
    } while (rows.size() == PAGE);
    return points;
  }

  private static LinePoint point(JsonNode row) {
    Map<String, String> tags = new HashMap<>();
    String[] names = {"system", "component", "agent", "metric", "labels"};
    for (int i = 0; i < names.length; i++) {
      if (!row.path(i + 1).isNull()) {
        tags.put(names[i], row.path(i + 1).asText());
      }
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      fields.put(FIELDS.get(i), row.path(i + 1 + names.length).asText());
    }
    return new LinePoint("kpi_window", tags, fields, row.path(0).asLong() / 1000);
  }

  private JsonNode query(String sql) throws IOException, InterruptedException {
    URI uri = URI.create(url + "/exec?query=" + URLEncoder.encode(sql, StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("Cannot read the database: " + answer.body() + "; see its log");
    }
    return JSON.readTree(answer.body()).path("dataset");
  }
}
