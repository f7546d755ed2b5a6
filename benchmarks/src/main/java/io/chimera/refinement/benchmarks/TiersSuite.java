package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.influx.Answer;
import io.chimera.refinement.connectors.influx.ColdFiles;
import io.chimera.refinement.connectors.influx.DatabaseClient;
import io.chimera.refinement.connectors.influx.InfluxSettings;
import io.chimera.refinement.connectors.influx.LineProtocol;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.operators.publish.WindowPoints;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Pane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a report takes once it is stored: bytes of JSON that came in for each byte that a tier keeps
 * (REF-RET-05), one report per second and series. Files are what the cold tier ships; the
 * database's own form is measured when InfluxDB 1.x is at hand.
 */
final class TiersSuite implements Suite {
  static final String NAME = "tiers";

  private static final int SERIES = 40;
  private static final int HOURS = 6;
  private static final int LINES_PER_REQUEST = 2_000;
  private static final Duration SETTLE = Duration.ofSeconds(6);
  private static final long START = 1_789_948_800_000L;

  private final Optional<Path> influxd;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();

  /** A tier, and the length of what it keeps. */
  private enum Tier {
    HOT("hot", 5, 10),
    WARM("warm", 10, 60, 300),
    COLD("cold", 20, 3_600);

    private final String text;
    private final double must;
    private final int[] seconds;

    Tier(String text, double must, int... seconds) {
      this.text = text;
      this.must = must;
      this.seconds = seconds;
    }
  }

  TiersSuite(Optional<Path> influxd, Consumer<String> progress, StopSignal stop) {
    this.influxd = influxd;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    double jsonBytes = (double) SERIES * HOURS * 3_600 * bytesPerReport();
    for (Tier tier : Tier.values()) {
      Stopped.orWait(stop, Duration.ZERO);
      progress.accept("storing the " + tier.text + " tier");
      List<byte[]> requests = lines(tier);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      requests.forEach(
          lines -> {
            all.writeBytes(lines);
            all.write('\n');
          });
      double packed = ColdFiles.packedBytes(all.toByteArray());
      add(ratio("7.6." + tier.text + ".files", tier, "JSON in / files"), jsonBytes / packed);
      add(
          Measure.higher(
              "7.6." + tier.text + ".zstd", tier.text + ": the same lines / files", ":1"),
          all.size() / packed);
      if (influxd.isPresent()) {
        long stored = influxBytes(directory.resolve(tier.text), requests);
        add(
            ratio("7.6." + tier.text + ".influxdb", tier, "JSON in / InfluxDB 1.x, values on disk"),
            jsonBytes / stored);
      }
    }
  }

  private static Measure ratio(String id, Tier tier, String what) {
    return Measure.higher(id, tier.text + ": " + what, ":1").must(tier.must);
  }

  private static double bytesPerReport() {
    FleetReports fleet = new FleetReports("t");
    long bytes = 0;
    for (int i = 0; i < 1_000; i++) {
      bytes += fleet.json(i, START + i).length;
    }
    return bytes / 1_000.0;
  }

  /** Lines of every series in order of time, as the job writes them. */
  private static List<byte[]> lines(Tier tier) {
    LineProtocol protocol = new LineProtocol();
    List<byte[]> requests = new ArrayList<>();
    List<MetricPoint> points = new ArrayList<>();
    Map<String, SplittableRandom> series = new LinkedHashMap<>();
    for (int i = 0; i < SERIES; i++) {
      String name =
          new SeriesKey("bench", "c-" + i % 4, "agent-%04d".formatted(i), "response_time_ms", "")
              .canonical();
      series.put(name, new SplittableRandom(i));
    }
    for (int length : tier.seconds) {
      for (long at = 0; at < HOURS * 3_600L; at += length) {
        for (Map.Entry<String, SplittableRandom> entry : series.entrySet()) {
          points.add(point(entry.getKey(), entry.getValue(), at, length));
          if (points.size() == LINES_PER_REQUEST) {
            requests.add(protocol.encode(points));
            points.clear();
          }
        }
      }
    }
    if (!points.isEmpty()) {
      requests.add(protocol.encode(points));
    }
    return requests;
  }

  /** A window of the values of its seconds; a window of 10 s holds those of the last minute. */
  private static MetricPoint point(String series, SplittableRandom random, long at, int length) {
    Pane pane = new Pane();
    for (int i = 0; i < Math.max(length, 60); i++) {
      double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      pane.add(Math.round(1_000 * (120 + 40 * noise)) / 1_000.0);
    }
    long start = START + at * 1_000;
    WindowPoints mapping = length == 10 ? WindowPoints.ofWindows() : WindowPoints.ofRollups();
    return mapping.map(new WindowStats(series, start, start + length * 1_000L, pane, Map.of()));
  }

  private long influxBytes(Path directory, List<byte[]> requests) {
    try (LineServer server = LineServer.influxDb(influxd.orElseThrow(), directory);
        DatabaseClient client = DatabaseClient.of(InfluxSettings.of(server.target()))) {
      for (byte[] lines : requests) {
        Answer answer = client.write("", lines);
        if (!answer.isStored()) {
          throw new Failure(
              "Cannot store the points: status %d, %s; see the server's log"
                  .formatted(answer.status(), answer.message()));
        }
      }
      // It writes its cache to files when nothing has come for a second.
      Stopped.orWait(stop, SETTLE);
      return valueBytes(directory.resolve("data").resolve("bench"));
    }
  }

  /** Its files of values; those of the index are of a fixed size, whatever is in them. */
  private static long valueBytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes =
          files
              .filter(file -> file.toString().endsWith(".tsm"))
              .mapToLong(file -> file.toFile().length())
              .sum();
      if (bytes == 0) {
        throw new Failure("Cannot measure " + folder + ": no file of values; see the server's log");
      }
      return bytes;
    } catch (IOException e) {
      throw new Failure("Cannot measure " + folder + ": " + Failure.reason(e), e);
    }
  }

  private void add(Measure measure, double value) {
    results.add(new Result(NAME, measure, Sample.of(value)));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
