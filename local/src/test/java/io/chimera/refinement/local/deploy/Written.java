package io.chimera.refinement.local.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chimera.refinement.operators.publish.HistogramPoints;
import io.chimera.refinement.state.window.Rollup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the jobs write to the database, read from the operators that make the points. */
final class Written {
  private static final Path OPERATORS =
      Documents.HOME.resolve("operators/src/main/java/io/chimera/refinement/operators");
  private static final Pattern MEASUREMENT = Pattern.compile("new MetricPoint\\(\\s*\"([a-z_]+)\"");
  private static final Pattern TAG = Pattern.compile("new Tag\\(\\s*\"([a-z_0-9]+)\"");
  private static final Pattern FIELD = Pattern.compile("Field\\.of\\(\\s*\"([a-z_0-9]+)\"");
  private static final Pattern OWN =
      Pattern.compile("(?:gauge|observe|distribution|time|new Timing)\\(\\s*\"([a-z_0-9]+)\"");

  final Map<String, Set<String>> tags = new TreeMap<>();
  final Map<String, Set<String>> fields = new TreeMap<>();

  /** Metrics of the measurement {@code pipeline}. */
  final Set<String> ownMetrics = new TreeSet<>();

  static Written read() throws IOException {
    Written written = new Written();
    try (Stream<Path> files = Files.walk(OPERATORS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file, UTF_8);
        written.ownMetrics.addAll(all(OWN, source));
        if (file.getFileName().toString().equals("WindowPoints.java")) {
          written.add("kpi_window", all(TAG, source), all(FIELD, source));
          for (Rollup.Tier tier : Rollup.Tier.values()) {
            written.add("kpi_window_" + tier.suffix(), all(TAG, source), all(FIELD, source));
          }
        } else if (file.getFileName().toString().equals("HistogramPoints.java")) {
          written.add(
              HistogramPoints.MEASUREMENT,
              all(TAG, source),
              new TreeSet<>(HistogramPoints.fields()));
        } else {
          all(MEASUREMENT, source)
              .forEach(name -> written.add(name, all(TAG, source), all(FIELD, source)));
        }
      }
    }
    return written;
  }

  private void add(String measurement, Set<String> ofTags, Set<String> ofFields) {
    tags.computeIfAbsent(measurement, name -> new TreeSet<>()).addAll(ofTags);
    fields.computeIfAbsent(measurement, name -> new TreeSet<>()).addAll(ofFields);
  }

  private static Set<String> all(Pattern pattern, String source) {
    Set<String> found = new TreeSet<>();
    pattern.matcher(source).results().forEach(match -> found.add(match.group(1)));
    return found;
  }
}
