package io.chimera.refinement.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How soon somebody who subscribes learns what happened: from the moment when event time has passed
 * the end of the pane with the evidence, which is when the wall clock is the allowed disorder past
 * it, until the record has been received. In every pane, 20 agents report six times the usual.
 */
final class SignalSuite implements Suite {
  static final String NAME = "signals";

  private static final int PER_SECOND = 1_667;
  private static final Duration HISTORY = Duration.ofMinutes(6);
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration TRAIL = Duration.ofSeconds(8);
  private static final long PANE_MILLIS = 10_000;
  private static final long DISORDER_MILLIS = 5_000;
  private static final int GROUPS = 50;
  private static final double FACTOR = 6;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULE =
      """
      apiVersion: refinement.io/v1
      kind: AlertRule
      metadata: {name: bench-slow}
      spec:
        select: {system: bench, component: "*", metric: response_time_ms}
        statistic: max
        op: gt
        threshold: 200
        unit: ms
        for: 0s
        severity: warning
        respondWithin: 1h
      """;

  private static final Measure FINDING =
      Measure.lower("3.13", "pane with the evidence closes to finding received, P95", "ms")
          .must(2_000)
          .aim(300);
  private static final Measure ALERT =
      Measure.lower("4.3", "pane with the evidence closes to alert received, P95", "ms")
          .must(2_000)
          .aim(300);

  private final Duration measured;
  private final int parallelism;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();
  private final Queue<Double> findings = new ConcurrentLinkedQueue<>();
  private final Queue<Double> alerts = new ConcurrentLinkedQueue<>();
  private volatile long fromMillis = Long.MAX_VALUE;
  private volatile boolean finished;

  SignalSuite(Duration measured, int parallelism, Consumer<String> progress, StopSignal stop) {
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
      Map<String, String> settings =
          Map.of(
              RefinementOptions.PACKS.key(),
              rule(directory).toString(),
              RefinementOptions.ANOMALY_WARM_UP.key(),
              "12");
      RefinementJob.define(env, bed.settings(NAME, settings));
      try (RunningJob job = RunningJob.start(flink, env, RefinementJob.NAME)) {
        flink.awaitAssigned(job.id(), Bed.reports(), InputTopic.PARTITIONS);
        measure(bed, job);
      }
    }
  }

  private static Path rule(Path directory) {
    Path folder = directory.resolve("packs");
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("alerts.yaml"), RULE);
      return folder;
    } catch (IOException e) {
      throw new Failure(
          "Cannot write the rule: " + Failure.reason(e) + "; check the data folder", e);
    }
  }

  private void measure(Bed bed, RunningJob job) {
    Thread subscriber = new Thread(() -> subscribe(bed), "subscriber");
    subscriber.setDaemon(true);
    subscriber.start();
    try (ReportSender sender = new ReportSender(bed.bootstrapServers(), Bed.reports())) {
      FleetReports fleet = new FleetReports("s");
      Pace pace = new Pace(sender, fleet, PER_SECOND, progress, stop);
      progress.accept("sending %d min of history".formatted(HISTORY.toMinutes()));
      long now = System.currentTimeMillis();
      pace.catchUp(now - HISTORY.toMillis(), now);
      awaitRead(pace.sent(), job);
      progress.accept("warming up for %d s".formatted(WARM_UP.toSeconds()));
      pace.keep(WARM_UP, job);
      pace.write((number, millis) -> fleet.json(number, millis, factor(fleet, number, millis)));
      fromMillis = System.currentTimeMillis();
      pace.keep(measured, job);
      Stopped.orWait(stop, TRAIL);
    } finally {
      finished = true;
    }
    add(FINDING, findings);
    add(ALERT, alerts);
  }

  private void awaitRead(long sent, RunningJob job) {
    ConsumedRecords consumed = new ConsumedRecords(Bed.group(NAME, "reports"));
    while (consumed.total() < sent) {
      job.check();
      Stopped.orWait(stop, LOOK_EVERY);
    }
  }

  private static double factor(FleetReports fleet, long number, long millis) {
    return fleet.agent(number) % GROUPS == millis / PANE_MILLIS % GROUPS ? FACTOR : 1;
  }

  private void subscribe(Bed bed) {
    String findingsTopic = Bed.topic(Topic.FINDINGS);
    String alertsTopic = Bed.topic(Topic.ALERTS);
    try (TopicReader reader =
        TopicReader.fromNow(bed.bootstrapServers(), List.of(findingsTopic, alertsTopic), false)) {
      while (!finished) {
        reader.pollPatiently(
            record ->
                received(
                    record,
                    record.topic().equals(findingsTopic) ? "detectedAt" : "changedAt",
                    record.topic().equals(findingsTopic) ? findings : alerts));
      }
    }
  }

  private void received(ConsumerRecord<byte[], byte[]> record, String field, Queue<Double> into) {
    long now = System.currentTimeMillis();
    try {
      long paneEnd = JSON.readTree(record.value()).path(field).asLong();
      if (paneEnd > fromMillis && paneEnd % PANE_MILLIS == 0) {
        into.add((double) (now - paneEnd - DISORDER_MILLIS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a record of " + record.topic(), e);
    }
  }

  private void add(Measure measure, Queue<Double> delays) {
    double[] sorted = delays.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new Failure(
          "Cannot measure %s: nothing was found within %d s; measure for longer with --seconds"
              .formatted(measure.id(), measured.toSeconds()));
    }
    progress.accept(
        "%s: %,d records, P50 %.0f ms, largest %.0f ms"
            .formatted(
                measure.id(), sorted.length, sorted[sorted.length / 2], sorted[sorted.length - 1]));
    results.add(new Result(NAME, measure, Sample.of(sorted[(int) (0.95 * (sorted.length - 1))])));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
