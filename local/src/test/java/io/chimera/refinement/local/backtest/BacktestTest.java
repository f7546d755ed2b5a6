package io.chimera.refinement.local.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.local.cli.Refinement;
import io.chimera.refinement.state.detect.AnomalyWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestTest {
  private static final String HEADER = "timestamp,value,anomaly_score,is_anomaly,trend";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private boolean backtest(boolean plot) throws Exception {
    return new Backtest(
            AnomalyWatch.Params.defaults(), plot, new PrintWriter(out), new PrintWriter(err))
        .run(folder.resolve("in"), folder.resolve("out"));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> result(String name) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("out").resolve(name));
    assertThat(lines.get(0)).isEqualTo(HEADER);
    return lines.subList(1, lines.size());
  }

  /** A day's swing with noise, and one spike of 20 deviations at {@code spikeAt}. */
  private static String swing(int rows, int spikeAt) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("timestamp,value,label\n");
    for (int i = 0; i < rows; i++) {
      double value = 100 + 20 * Math.sin(2 * Math.PI * i / 288) + 2 * random.nextGaussian();
      text.append(Instant.ofEpochSecond(300L * i))
          .append(',')
          .append(i == spikeAt ? value + 150 : value)
          .append(",0\n");
    }
    return text.toString();
  }

  @Test
  void everyRowComesOutInOrderAndTheSpikeIsFound() throws Exception {
    write("deep/er/a.csv", swing(3_000, 2_500));
    assertThat(backtest(false)).isTrue();
    List<String> rows = result("deep/er/a.csv");
    assertThat(rows).hasSize(3_000);
    assertThat(rows.get(0)).startsWith("1970-01-01T00:00:00Z,");
    assertThat(field(rows.get(2_500), 3)).isEqualTo("1");
    assertThat(Double.parseDouble(field(rows.get(2_500), 2))).isBetween(0.45, 1.0);
    assertThat(rows.stream().filter(row -> field(row, 3).equals("1")).count())
        .isLessThanOrEqualTo(4);
    assertThat(out.toString()).contains("deep/er/a.csv").contains("1 file(s), 0 failed");
  }

  @Test
  void aScoreDoesNotDependOnWhatComesLater() throws Exception {
    write("long.csv", swing(1_500, 1_200));
    write("short.csv", swing(1_300, 1_200));
    assertThat(backtest(false)).isTrue();
    assertThat(result("long.csv").subList(0, 1_300)).isEqualTo(result("short.csv"));
  }

  @Test
  void missingAndBadRowsAreKeptWithScoreZero() throws Exception {
    write(
        "x.csv",
        """
        label,value,timestamp
        0,1.5,2026-01-01 00:00:00
        0,,2026-01-01T00:05:00+01:00
        0,NaN,1767225900
        0,abc,1767226200000
        0,3,yesterday
        0,inf,2026-01-01T00:25:00Z
        only

        0,"4.5",2026-01-01T00:30:00.250Z
        """);
    assertThat(backtest(false)).as("bad rows do not fail a file").isTrue();
    assertThat(result("x.csv"))
        .containsExactly(
            "2026-01-01 00:00:00,1.5,0,0,flat",
            "2026-01-01T00:05:00+01:00,,0,0,flat",
            "1767225900,NaN,0,0,flat",
            "1767226200000,abc,0,0,flat",
            "yesterday,3,0,0,flat",
            "2026-01-01T00:25:00Z,inf,0,0,flat",
            ",,0,0,flat",
            result("x.csv").get(7));
    assertThat(result("x.csv").get(7)).startsWith("2026-01-01T00:30:00.250Z,4.5,0");
    assertThat(err.toString())
        .contains("line 5: value must be a number, was abc")
        .contains("line 6: timestamp must be")
        .contains("line 7: value must be finite, was inf")
        .contains("line 8: it must have 3 fields, has 1");
  }

  @Test
  void aBadFileFailsAlone() throws Exception {
    write("good.csv", "timestamp,value\n2026-01-01,1\n");
    write("empty.csv", "");
    write("headless.csv", "1,2\n3,4\n");
    write("fake.csv.gz", "this is no gzip");
    write("noise.csv", "\u0000\u0001\u0002 nothing");
    write("notes.txt", "ignored");
    assertThat(backtest(false)).isFalse();
    assertThat(result("good.csv")).hasSize(1);
    assertThat(folder.resolve("out/empty.csv")).doesNotExist();
    assertThat(folder.resolve("out/notes.txt")).doesNotExist();
    assertThat(folder.resolve("out").toFile().list()).hasSize(1);
    assertThat(err.toString().lines().filter(line -> line.startsWith("error: Cannot backtest")))
        .hasSize(4);
    assertThat(out.toString()).contains("5 file(s), 4 failed");
  }

  @Test
  void aTruncatedArchiveLeavesNoResult() throws Exception {
    Path file = folder.resolve("in/cut.csv.gz");
    Files.createDirectories(file.getParent());
    try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file))) {
      zipped.write(swing(2_000, 9).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(backtest(false)).isFalse();
    assertThat(folder.resolve("out").toFile().list()).isEmpty();
  }

  @Test
  void anArchiveGivesWhatThePlainFileGives() throws Exception {
    write("a.csv", swing(400, 300));
    Path file = folder.resolve("in/b.csv.gz");
    try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file))) {
      zipped.write(swing(400, 300).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(backtest(false)).isTrue();
    assertThat(result("b.csv")).isEqualTo(result("a.csv"));
  }

  @Test
  void constantOnePointAndBackwardSeriesPass() throws Exception {
    StringBuilder constant = new StringBuilder("timestamp,value\n");
    StringBuilder backward = new StringBuilder("timestamp,value\n");
    for (int i = 0; i < 500; i++) {
      constant.append(60 * i).append(",5\n");
      backward.append(60 * (500 - i / 2)).append(',').append(i % 7).append('\n');
    }
    write("constant.csv", constant.toString());
    write("backward.csv", backward.toString());
    write("one.csv", "timestamp,value\n0,1\n");
    write("none.csv", "timestamp,value\n");
    assertThat(backtest(true)).isTrue();
    assertThat(result("constant.csv")).allMatch(row -> row.endsWith(",5,0,0,flat"));
    assertThat(result("backward.csv")).hasSize(500);
    assertThat(result("one.csv")).containsExactly("0,1,0,0,flat");
    assertThat(result("none.csv")).isEmpty();
    assertThat(folder.resolve("out/constant.svg")).content().startsWith("<svg").contains("</svg>");
  }

  @Test
  void aRiseIsATrend() throws Exception {
    StringBuilder text = new StringBuilder("timestamp,value\n");
    Random random = new Random(2);
    for (int i = 0; i < 240; i++) {
      text.append(3_600 * i).append(',').append(3.0 * i / 240 + random.nextGaussian()).append('\n');
    }
    write("rise.csv", text.toString());
    assertThat(backtest(false)).isTrue();
    assertThat(result("rise.csv").get(239)).endsWith(",up");
  }

  /** Rows kept at 40 bytes each, as a minimum, would not fit into the heap. */
  @Test
  void aLongFileNeedsNoMoreMemoryThanAShortOne() throws Exception {
    int rows = 800_000;
    Path file = folder.resolve("in/long.csv");
    Files.createDirectories(file.getParent());
    try (var text = Files.newBufferedWriter(file)) {
      text.write("timestamp,value\n");
      for (int i = 0; i < rows; i++) {
        text.write(1_700_000_000L + 10L * i + "," + i % 97 + "\n");
      }
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Refinement.class.getName(),
                "backtest",
                "--input",
                file.toString(),
                "--output",
                folder.resolve("out").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("said.txt"))).isZero();
    try (var lines = Files.lines(folder.resolve("out/long.csv"))) {
      assertThat(lines.count()).isEqualTo(rows + 1);
    }
  }

  @Test
  void twoFilesWithOneResultAreAFault() throws Exception {
    write("a.csv", "timestamp,value\n0,1\n");
    Path file = folder.resolve("in/a.csv.gz");
    try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file))) {
      zipped.write("timestamp,value\n0,1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(backtest(false)).isFalse();
    assertThat(err.toString()).contains("another file gives the result a.csv as well");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, 1767225600000",
    "2026-01-01 00:00, 1767225600000",
    "2026-01-01T00:00:00Z, 1767225600000",
    "2026-01-01T02:30:00.5+02:30, 1767225600500",
    "1767225600, 1767225600000",
    "1767225600000, 1767225600000",
    "1767225600.5, 1767225600500"
  })
  void timesAreReadInEveryPromisedForm(String text, long millis) {
    assertThat(Timestamps.millis(text)).hasValue(millis);
  }

  @ParameterizedTest
  @CsvSource({"''", "2026-13-01", "2026-01-01X00:00", "2026-01-01T25:00:00", "now", "1e99", "NaN"})
  void whatIsNoTimeIsNone(String text) {
    assertThat(Timestamps.millis(text)).isEmpty();
  }

  private static String field(String row, int index) {
    return row.split(",", -1)[index];
  }
}
