package io.chimera.refinement.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Results as a file: an array with one object per row. */
final class ResultsJson {
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultsJson() {}

  static void write(Path file, List<Result> results, Map<String, Object> environment) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text(results, environment));
    } catch (IOException e) {
      throw new Failure("Cannot write the results %s: %s; pass --output with a writable file".formatted(file, Failure.reason(e)), e);
    }
  }

  static String text(List<Result> results, Map<String, Object> environment) throws IOException {
    ArrayNode rows = JSON.createArrayNode();
    results.forEach(result -> rows.add(row(result, environment)));
    return JSON.writeValueAsString(rows) + System.lineSeparator();
  }

  private static ObjectNode row(Result result, Map<String, Object> environment) {
    Measure measure = result.measure();
    ObjectNode row = JSON.createObjectNode();
    row.put("id", measure.id());
    row.put("suite", result.suite());
    row.put("measure", measure.name());
    row.put("value", result.value());
    row.put("unit", measure.unit());
    row.put("must", measure.must().map(Bound::limit).orElse(null));
    row.put("aim", measure.aim().map(Bound::limit).orElse(null));
    row.put("passed", result.passed().orElse(null));
    row.put("samples", result.sample().size());
    double[] interval = result.sample().interval();
    row.putArray("interval").add(interval[0]).add(interval[1]);
    row.set("environment", JSON.valueToTree(environment));
    return row;
  }

  /** Value by id of an earlier file. */
  static Map<String, Double> read(Path file) {
    try {
      Map<String, Double> values = new TreeMap<>();
      for (JsonNode row : JSON.readTree(file.toFile())) {
        Optional.of(row.path("id").asText()).filter(id -> !id.isEmpty()).ifPresent(id -> values.put(id, row.path("value").asDouble()));
      }
      return values;
    } catch (IOException e) {
      throw new Failure("Cannot read the baseline %s: %s; pass --compare with a file that --output wrote".formatted(file, Failure.reason(e)), e);
    }
  }
}
