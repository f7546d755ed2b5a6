package io.chimera.refinement.benchmarks;

import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A steady 100,000 reports per minute, sent one by one to the running job with broker, Flink and
 * sender in one JVM; the latencies are the job's own measurements. REF-ING-01 to 03, REF-STR-02.
 */
final class LatencySuite implements Suite {
  static final String NAME = "latency";

  private static final int PER_SECOND = 1_667;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration TRAIL = Duration.ofSeconds(3);
  private static final long SELF_INTERVAL_MILLIS = 1_000;

  private static final Measure P50 =
      Measure.lower("2.7.p50", "broker append to accepted, P50", "ms").must(50).aim(10);
  private static final Measure P95 =
      Measure.lower("2.7.p95", "broker append to accepted, P95", "ms").must(200).aim(30);
  private static final Measure P99 =
      Measure.lower("2.7.p99", "broker append to accepted, P99", "ms").must(500).aim(80);
  private static final Measure WINDOW =
      Measure.lower("2.8", "watermark at the window's end to its result, P99", "s").must(5);
  private static final Measure WINDOW_MAX =
      Measure.lower("2.8.max", "watermark at the window's end to its result, largest", "s").must(5);

  private final Duration measured;
  private final int parallelism;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();

  LatencySuite(Duration measured, int parallelism, Consumer<String> progress, StopSignal stop) {
    this.measured = measured;
    this.parallelism = parallelism;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    progress.accept("starting Kafka and Flink in this process");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        EmbeddedFlink flink =
            EmbeddedFlink.start(directory.resolve("flink"), 0, parallelism, parallelism)) {
      Bed bed = new Bed(broker.bootstrapServers());
      bed.createTopics();
      StreamExecutionEnvironment env = flink.environment();
      RefinementJob.define(env, bed.settings(NAME));
      try (OwnKpis own = OwnKpis.from(bed.bootstrapServers(), Bed.reports());
          RunningJob job = RunningJob.start(flink, env, RefinementJob.NAME)) {
        flink.awaitAssigned(job.id(), Bed.reports(), InputTopic.PARTITIONS);
        measure(bed, job, own);
      }
    }
  }

  private void measure(Bed bed, RunningJob job, OwnKpis own) {
    try (ReportSender sender = new ReportSender(bed.bootstrapServers(), Bed.reports())) {
      Pace pace = new Pace(sender, new FleetReports("l"), PER_SECOND, progress, stop);
      progress.accept(
          "warming up for %d s at %,d reports/s".formatted(WARM_UP.toSeconds(), PER_SECOND));
      pace.keep(WARM_UP, job);
      long fromMillis = System.currentTimeMillis();
      long sentBefore = pace.sent();
      pace.keep(measured, job);
      long toMillis = System.currentTimeMillis();
      progress.accept(
          "%,d reports sent in %.1f s"
              .formatted(pace.sent() - sentBefore, (toMillis - fromMillis) / 1e3));
      Stopped.orWait(stop, TRAIL);
      // An own report speaks of the second before it.
      own.between(fromMillis + SELF_INTERVAL_MILLIS, toMillis + SELF_INTERVAL_MILLIS);
      own.read();
    }
    OwnKpis.Distribution accepted = own.distribution("ingestion_latency_ms");
    OwnKpis.Distribution windows = own.distribution("window_processing_latency_s");
    progress.accept(
        "%,d verdicts and %,d windows timed".formatted(accepted.count(), windows.count()));
    add(P50, accepted.quantile(0.50), accepted);
    add(P95, accepted.quantile(0.95), accepted);
    add(P99, accepted.quantile(0.99), accepted);
    add(WINDOW, windows.quantile(0.99), windows);
    add(WINDOW_MAX, windows.max(), windows);
  }

  private void add(Measure measure, double value, OwnKpis.Distribution of) {
    if (of.count() == 0) {
      throw new IllegalStateException(
          "Cannot measure " + measure.name() + ": the job did not report it; see the log");
    }
    results.add(new Result(NAME, measure, Sample.of(value)));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
