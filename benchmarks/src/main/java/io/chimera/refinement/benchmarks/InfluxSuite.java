package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.influx.Answer;
import io.chimera.refinement.connectors.influx.DatabaseClient;
import io.chimera.refinement.connectors.influx.InfluxSettings;
import io.chimera.refinement.connectors.influx.InfluxTarget;
import io.chimera.refinement.connectors.influx.LineProtocol;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.run.StopSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The way to the time-series database: single points, batches of 1,000 and 10,000, on every real
 * server at hand, and the client alone. REF-TSD-02 to 04.
 */
final class InfluxSuite implements Suite {
  static final String NAME = "influx";

  private static final int WARM_UP = 100;
  private static final int THREADS = 4;
  private static final Duration BURST = Duration.ofSeconds(4);
  private static final Duration BURST_WARM_UP = Duration.ofSeconds(2);

  private final Optional<Path> influxd;
  private final Optional<Path> victoriaMetrics;
  private final StreamingWrites streaming;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();
  private final long startMillis = System.currentTimeMillis() - Duration.ofHours(1).toMillis();

  InfluxSuite(
      Optional<Path> influxd,
      Optional<Path> victoriaMetrics,
      Duration measured,
      Consumer<String> progress,
      StopSignal stop) {
    this.influxd = influxd;
    this.victoriaMetrics = victoriaMetrics;
    this.streaming = new StreamingWrites(measured, progress, stop);
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    try (LineServer server = LineServer.questDb(directory.resolve("questdb"))) {
      measure(server);
    }
    if (influxd.isPresent()) {
      try (LineServer server = LineServer.influxDb(influxd.get(), directory.resolve("influxd"))) {
        measure(server);
      }
    }
    if (victoriaMetrics.isPresent()) {
      try (LineServer server =
          LineServer.victoriaMetrics(victoriaMetrics.get(), directory.resolve("victoria"))) {
        measure(server);
      }
    }
    clientAlone();
    streaming.run(directory.resolve("streaming")).forEach(this::add);
  }

  private void measure(LineServer server) {
    String on = " (" + server.name() + ")";
    String suffix = "." + server.name();
    progress.accept("writing to " + server.name());
    double single = latency(server.target(), "bench_single", 1, 500);
    add(
        Measure.lower("7.1.single" + suffix, "single insert, P95" + on, "ms").must(10).aim(5),
        single);
    double batch = latency(server.target(), "bench_batch", 1_000, 200);
    add(
        Measure.lower("7.1.batch" + suffix, "batch of 1,000, P95" + on, "ms").must(10).aim(5),
        batch);
    double rate = pointsPerSecond(server.target(), "bench_rate", 1_000);
    add(
        Measure.higher("7.1.rate" + suffix, "batches of 1,000, four at a time" + on, "points/s")
            .must(100_000)
            .aim(200_000),
        rate);
    double bulk = latency(server.target(), "bench_bulk", 10_000, 50);
    add(
        Measure.lower("7.2.bulk" + suffix, "batch of 10,000, P95" + on, "ms").must(100).aim(50),
        bulk);
  }

  private void clientAlone() {
    progress.accept("writing to a server that discards");
    try (DiscardingServer server = new DiscardingServer()) {
      add(
          Measure.higher("7.2.client", "encoder and client alone, batches of 10,000", "points/s")
              .must(500_000)
              .aim(1_000_000),
          pointsPerSecond(server.target(false), "bench_client", 10_000));
      add(
          Measure.higher("7.2.client-gzip", "the same, compressed", "points/s"),
          pointsPerSecond(server.target(true), "bench_client", 10_000));
    }
  }

  /** 95th percentile of one request after the other, encoding included, in milliseconds. */
  private double latency(InfluxTarget target, String measurement, int points, int requests) {
    BenchPoints source = new BenchPoints(measurement);
    LineProtocol protocol = new LineProtocol();
    double[] millis = new double[requests];
    try (DatabaseClient client = DatabaseClient.of(InfluxSettings.of(target))) {
      for (int i = -WARM_UP; i < requests; i++) {
        Stopped.orWait(stop, Duration.ZERO);
        var batch = source.batch((long) (i + WARM_UP) * points, points, startMillis);
        long started = System.nanoTime();
        stored(client.write("", protocol.encode(batch)), target);
        if (i >= 0) {
          millis[i] = (System.nanoTime() - started) / 1e6;
        }
      }
    }
    Arrays.sort(millis);
    return millis[(int) Math.ceil(0.95 * requests) - 1];
  }

  /** Acknowledged points per second of several threads, encoding included. */
  private double pointsPerSecond(InfluxTarget target, String measurement, int points) {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    AtomicLong next = new AtomicLong();
    try (DatabaseClient client = DatabaseClient.of(InfluxSettings.of(target))) {
      burst(threads, client, target, new BenchPoints(measurement), points, next, BURST_WARM_UP);
      long before = next.get();
      long started = System.nanoTime();
      burst(threads, client, target, new BenchPoints(measurement), points, next, BURST);
      return (next.get() - before) / ((System.nanoTime() - started) / 1e9);
    } finally {
      threads.shutdownNow();
    }
  }

  private void burst(
      ExecutorService threads,
      DatabaseClient client,
      InfluxTarget target,
      BenchPoints source,
      int points,
      AtomicLong next,
      Duration time) {
    long end = System.nanoTime() + time.toNanos();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(
          threads.submit(
              () -> {
                LineProtocol protocol = new LineProtocol();
                while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
                  var batch = source.batch(next.getAndAdd(points), points, startMillis);
                  stored(client.write("", protocol.encode(batch)), target);
                }
              }));
    }
    for (Future<?> thread : running) {
      try {
        thread.get();
      } catch (ExecutionException e) {
        throw new Failure("Cannot write: " + Failure.reason(e) + "; see the server's log", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("Cannot write: interrupted; run the command again", e);
      }
    }
    Stopped.orWait(stop, Duration.ZERO);
  }

  private static void stored(Answer answer, InfluxTarget target) {
    if (!answer.isStored()) {
      throw new Failure(
          "Cannot write to %s: status %d, %s; see the server's log"
              .formatted(target.url(), answer.status(), answer.message()));
    }
  }

  private void add(Measure measure, double value) {
    add(new Result(NAME, measure, Sample.of(value)));
  }

  private void add(Result result) {
    results.add(result);
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
