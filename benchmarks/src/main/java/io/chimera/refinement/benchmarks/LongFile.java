package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.cli.Refinement;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The backtest of a file of ten million rows, in a process whose heap is smaller than the file: it
 * comes to its end with a row for each row, or the suite fails.
 */
final class LongFile implements DetectionSuite.Part {
  private static final int ROWS = 10_000_000;
  private static final int STEP_SECONDS = 10;
  private static final int STEPS_PER_DAY = 8_640;
  private static final long FIRST_SECOND = 1_700_000_000L;
  private static final String HEAP = "-Xmx512m";
  private static final long LIMIT_MINUTES = 10;

  @Override
  public String what() {
    return "backtest of a file of %,d rows with a heap of 512 MB".formatted(ROWS);
  }

  @Override
  public void measure(DetectionSuite.Rows rows) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("refinement-long-file");
      Path input = folder.resolve("long.csv");
      write(input);
      Path output = folder.resolve("out");
      long started = System.nanoTime();
      backtest(input, output);
      double seconds = (System.nanoTime() - started) / 1e9;
      try (Stream<String> lines = Files.lines(output.resolve("long.csv"))) {
        long judged = lines.count() - 1;
        if (judged != ROWS) {
          throw new Failure("Cannot backtest %s: %d rows came out".formatted(input, judged));
        }
      }
      rows.add(
          Measure.higher(
              "3.16", "rows of a file of 10,000,000, heap 512 MB, start of the JVM included", "/s"),
          ROWS / seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(folder);
    }
  }

  private static void write(Path file) throws IOException {
    Random random = new Random(9);
    StringBuilder line = new StringBuilder(32);
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("timestamp,value\n");
      for (int i = 0; i < ROWS; i++) {
        double swing = Math.sin(2 * Math.PI * i / STEPS_PER_DAY);
        long value = Math.round(100_000 + 20_000 * swing + 5_000 * random.nextGaussian());
        line.setLength(0);
        line.append(FIRST_SECOND + (long) i * STEP_SECONDS).append(',').append(value).append('\n');
        out.append(line);
      }
    }
  }

  private static void backtest(Path input, Path output) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Refinement.class.getName(),
                    "backtest",
                    "--input",
                    input.toString(),
                    "--output",
                    output.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new Failure(
            "Cannot backtest %s: not done after %d minutes".formatted(input, LIMIT_MINUTES));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot backtest %s: interrupted".formatted(input), e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new Failure(
          "Cannot backtest %s: the process ended with %d; run it by hand with %s"
              .formatted(input, process.exitValue(), HEAP));
    }
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
