package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.influx.LineProtocol;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.MetricsJob;
import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedDatabase;
import io.chimera.refinement.local.world.EmbeddedFlink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * 50,000 points a second offered to the metrics job, broker, Flink, QuestDB and sender in one JVM;
 * the latency is the sink's own figure, from the append to the topic until the database has
 * acknowledged, of the oldest point in each request. REF-TSD-04.
 */
final class StreamingWrites {
  private static final int PER_SECOND = 50_000;
  private static final int PER_RECORD = 250;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration TICK = Duration.ofMillis(2);

  private static final Duration FETCHED_WITHIN = Duration.ofSeconds(1);
  private static final Measure P50 =
      Measure.lower("7.3.p50", "append to acknowledged at 50,000 points/s, P50", "ms").must(50);
  private static final Measure P95 =
      Measure.lower("7.3.p95", "append to acknowledged at 50,000 points/s, P95", "ms").must(50);
  private static final Measure RATE =
      Measure.higher("7.3.rate", "acknowledged while 50,000 points/s were offered", "points/s")
          .must(PER_SECOND * 0.98);

  private final Duration measured;
  private final Consumer<String> progress;
  private final StopSignal stop;

  StreamingWrites(Duration measured, Consumer<String> progress, StopSignal stop) {
    this.measured = measured;
    this.progress = progress;
    this.stop = stop;
  }

  List<Result> run(Path directory) {
    progress.accept("starting Kafka, Flink and QuestDB for streaming writes");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("db"), 0);
        EmbeddedFlink flink = EmbeddedFlink.start(directory.resolve("flink"), 0, 1, 1)) {
      Bed bed = new Bed(broker.bootstrapServers());
      bed.createTopics();
      StreamExecutionEnvironment env = flink.environment();
      MetricsJob.define(env, settings(bed, database));
      try (RunningJob job = RunningJob.start(flink, env, MetricsJob.NAME);
          ReportSender sender =
              new ReportSender(bed.bootstrapServers(), Bed.PREFIX + Topic.METRIC_POINTS.suffix())) {
        Offer offer = new Offer(sender);
        progress.accept("warming up at %,d points/s".formatted(PER_SECOND));
        offer.keep(WARM_UP, job);
        double before = freshPoints(offer, job);
        long started = System.nanoTime();
        offer.keep(measured, job);
        double after = freshPoints(offer, job);
        double rate = (after - before) / ((System.nanoTime() - started) / 1e9);
        return List.of(
            new Result(InfluxSuite.NAME, P50, Sample.of(figure(job, "ageMillis_median"))),
            new Result(InfluxSuite.NAME, P95, Sample.of(figure(job, "ageMillis_p95"))),
            new Result(InfluxSuite.NAME, RATE, Sample.of(rate)));
      }
    }
  }

  private static Settings settings(Bed bed, EmbeddedDatabase database) {
    return Settings.from(
        Map.of(
            RefinementOptions.BOOTSTRAP_SERVERS.key(),
            bed.bootstrapServers(),
            RefinementOptions.TOPICS_PREFIX.key(),
            Bed.PREFIX,
            RefinementOptions.DEPLOYMENT.key(),
            "streaming",
            RefinementOptions.INFLUX_URL.key(),
            database.url(),
            RefinementOptions.INFLUX_GZIP.key(),
            "false"));
  }

  /** Flink answers with figures of the last question, if it is old, and then fetches new ones. */
  private static double freshPoints(Offer offer, RunningJob job) {
    figure(job, "points");
    offer.keep(FETCHED_WITHIN, job);
    return figure(job, "points");
  }

  private static double figure(RunningJob job, String metric) {
    OptionalDouble value = job.metric("Write to the database", metric);
    if (value.isEmpty()) {
      throw new IllegalStateException(
          "Cannot measure " + metric + ": the sink did not report it; see the log");
    }
    return value.getAsDouble();
  }

  /** Sends on time: what a late tick missed follows with the next. */
  private final class Offer {
    private final ReportSender sender;
    private final BenchPoints points = new BenchPoints("bench_stream");
    private final LineProtocol protocol = new LineProtocol();
    private final long startMillis = System.currentTimeMillis();
    private long sent;

    Offer(ReportSender sender) {
      this.sender = sender;
    }

    void keep(Duration time, RunningJob job) {
      long started = System.nanoTime();
      long first = sent;
      for (long now = started; now - started < time.toNanos(); now = System.nanoTime()) {
        long due = first + (long) ((now - started) / 1e9 * PER_SECOND);
        while (sent + PER_RECORD <= due) {
          sender.send(
              String.valueOf(sent).getBytes(StandardCharsets.UTF_8),
              protocol.encode(points.batch(sent, PER_RECORD, startMillis)));
          sent += PER_RECORD;
        }
        Stopped.orWait(stop, TICK);
      }
      job.check();
    }
  }
}
