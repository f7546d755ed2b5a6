package io.chimera.refinement.local.backtest;

import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.TrendWatch;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Statistic;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/**
 * The backtest of one file: each row goes through the watches that the job keeps per series, and
 * comes out with their verdict. Memory is constant, whatever the number of rows.
 *
 * <p>The result appears under its name when it is complete; a file that fails leaves none.
 */
final class FileBacktest {
  private static final String HEADER = "timestamp,value,anomaly_score,is_anomaly,trend\n";
  private static final int MAX_FAULTS = 5;
  private static final int PROGRESS_ROWS = 4_096;

  private final SeriesFile file;
  private final Path output;
  private final boolean plot;
  private final AnomalyWatch.Params params;
  private final LongAdder progress;
  private final List<String> faults = new ArrayList<>();
  private long rows;
  private long missing;
  private long bad;
  private long findings;
  private TrendWatch.Direction trend = TrendWatch.Direction.FLAT;

  /**
   * @param output folder of the results
   * @param plot whether to draw the series beside its result
   * @param progress takes the rows that were read
   */
  FileBacktest(
      SeriesFile file, Path output, boolean plot, AnomalyWatch.Params params, LongAdder progress) {
    this.file = file;
    this.output = output;
    this.plot = plot;
    this.params = params;
    this.progress = progress;
  }

  FileResult run() {
    long started = System.nanoTime();
    String failure = null;
    try {
      convert();
    } catch (IOException | RuntimeException cause) {
      failure =
          "Cannot backtest %s: %s; the other files are not affected"
              .formatted(file.input(), said(cause));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new FileResult(
        file.name(),
        rows,
        missing,
        bad,
        findings,
        trend.name().toLowerCase(Locale.ROOT),
        seconds,
        List.copyOf(faults),
        failure);
  }

  private static String said(Exception cause) {
    if (cause instanceof java.nio.file.NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof java.nio.file.AccessDeniedException) {
      return "it must not be read or its result not be written";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private void convert() throws IOException {
    Path result = output.resolve(file.result());
    Path folder = result.toAbsolutePath().getParent();
    Path partial;
    try (SeriesRows source = new SeriesRows(new CsvLines(open()))) {
      Files.createDirectories(folder);
      partial = Files.createTempFile(folder, ".backtest", ".part");
      SeriesPlot drawing = plot ? new SeriesPlot(file.name()) : null;
      try {
        try (BufferedWriter out = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
          judge(source, out, drawing);
        }
        Files.move(partial, result, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
      if (drawing != null) {
        String name = result.getFileName().toString();
        String svg = name.substring(0, name.length() - ".csv".length()) + ".svg";
        Files.writeString(result.resolveSibling(svg), drawing.svg());
      }
    }
  }

  private InputStream open() throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file.input()), 1 << 16);
    if (!file.isGzip()) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, 1 << 16);
    } catch (IOException cause) {
      raw.close();
      throw cause;
    }
  }

  private void judge(SeriesRows source, BufferedWriter out, SeriesPlot drawing) throws IOException {
    SeriesKey key = new SeriesKey("backtest", "file", SeriesKey.FLEET, "value", "");
    String series = key.canonical();
    AnomalyWatch anomalies = new AnomalyWatch();
    TrendWatch trends = new TrendWatch();
    StringBuilder line = new StringBuilder(128);
    out.write(HEADER);
    for (SeriesRows.Row row = source.next(); row != null; row = source.next()) {
      double score = 0;
      boolean opened = false;
      if (row.isBad()) {
        fault(row);
      } else if (row.isMissing()) {
        missing++;
      } else {
        Optional<Finding> finding =
            anomalies.observe(
                key,
                series,
                Statistic.MEAN,
                row.timeMillis(),
                row.timeMillis(),
                row.value(),
                params);
        score = anomalies.score();
        opened = finding.isPresent() && finding.get().state() == Finding.State.OPEN;
        trends.observe(row.timeMillis(), row.value(), params.dayMillis());
        trend = trends.direction();
        if (drawing != null) {
          double reach = anomalies.reach(params);
          drawing.add(
              row.timeMillis(),
              row.value(),
              anomalies.expected() - reach,
              anomalies.expected() + reach,
              score,
              opened);
        }
      }
      findings += opened ? 1 : 0;
      line.setLength(0);
      text(line, row.timeText()).append(',');
      text(line, row.valueText()).append(',');
      FixedPoint.append(line, score);
      line.append(opened ? ",1," : ",0,").append(trend.wireName()).append('\n');
      out.append(line);
      rows++;
      if (rows % PROGRESS_ROWS == 0) {
        progress.add(PROGRESS_ROWS);
      }
    }
    progress.add(rows % PROGRESS_ROWS);
  }

  private void fault(SeriesRows.Row row) {
    bad++;
    if (faults.size() < MAX_FAULTS) {
      faults.add(file.input() + " line " + row.line() + ": " + row.fault());
    }
  }

  /** A field as it was read; quoted where it has to be. */
  private static StringBuilder text(StringBuilder out, String field) {
    if (field.indexOf(',') < 0 && field.indexOf('"') < 0) {
      return out.append(field);
    }
    return out.append('"').append(field.replace("\"", "\"\"")).append('"');
  }
}
