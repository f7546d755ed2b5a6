package io.chimera.refinement.local.chaos;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The results of all runs in one JSON file; written after each, so that nothing is run twice. */
final class ChaosReport {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Path file;
  private final List<ChaosResult> results;

  private ChaosReport(Path file, List<ChaosResult> results) {
    this.file = file;
    this.results = results;
  }

  /** The report in {@code file}, empty when there is none yet. */
  static ChaosReport open(Path file) {
    try {
      List<ChaosResult> known =
          Files.exists(file)
              ? JSON.readValue(Files.readAllBytes(file), new TypeReference<List<ChaosResult>>() {})
              : List.of();
      return new ChaosReport(file, new ArrayList<>(known));
    } catch (IOException e) {
      throw new Failure(
          "Cannot read %s: %s; give another --report or remove it"
              .formatted(file, Failure.reason(e)),
          e);
    }
  }

  boolean holds(int scenario, long seed) {
    return results.stream().anyMatch(known -> known.scenario() == scenario && known.seed() == seed);
  }

  /** Takes the place of an earlier result of the same scenario and seed. */
  void put(ChaosResult result) {
    results.removeIf(
        known -> known.scenario() == result.scenario() && known.seed() == result.seed());
    results.add(result);
    results.sort(
        Comparator.comparingInt(ChaosResult::scenario).thenComparingLong(ChaosResult::seed));
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "chaos", ".json");
      Files.write(fresh, JSON.writeValueAsBytes(results));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure(
          "Cannot write %s: %s; check the folder".formatted(file, Failure.reason(e)), e);
    }
  }

  List<ChaosResult> results() {
    return List.copyOf(results);
  }
}
