package io.chimera.refinement.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How soon somebody who subscribes learns of a trend: from the moment when event time has passed
 * the end of the minute, or of the ten seconds, from which on the published test tells it, until
 * the record has been received. Seeded series whose trends become detectable in the measured
 * minutes, half of them leaks, beside the load of {@link SignalSuite}. REF-PAT-02.
 */
final class TrendSignals {
  private static final int SERIES = 120;
  private static final int MEASURED_MINUTES = 3;
  private static final int PER_SECOND = 1_667;
  private static final Duration WARM_UP = Duration.ofSeconds(150);
  private static final Duration TRAIL = Duration.ofSeconds(70);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final long SEED = 14;
  private static final double LEVEL = 40;
  private static final double DEVIATION = 0.5;
  private static final long MUST_MILLIS = 60_000;
  private static final long AIM_MILLIS = 15_000;
  private static final double LATEST = 0.95;
  private static final String DEPLOYMENT = "trends";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int parallelism;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();
  private final List<RisingSeries> series = new ArrayList<>();

  /** When the first finding about each series was received, epoch milliseconds. */
  private final Map<Integer, Long> received = new ConcurrentHashMap<>();

  private volatile boolean finished;

  TrendSignals(int parallelism, Consumer<String> progress, StopSignal stop) {
    this.parallelism = parallelism;
    this.progress = progress;
    this.stop = stop;
  }

  void run(Path directory) {
    progress.accept("trends: drawing %d series".formatted(SERIES));
    List<RisingSeries> drawn =
        IntStream.range(0, SERIES)
            .parallel()
            .mapToObj(i -> new Random(SEED * 1_000_003 + i))
            .map(random -> RisingSeries.draw(random, LEVEL, DEVIATION))
            .toList();
    series.addAll(drawn);
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        EmbeddedFlink flink =
            EmbeddedFlink.start(directory.resolve("flink"), 0, parallelism, parallelism)) {
      Bed bed = new Bed(broker.bootstrapServers());
      bed.createTopics();
      StreamExecutionEnvironment env = flink.environment();
      RefinementJob.define(env, bed.settings(DEPLOYMENT));
      try (RunningJob job = RunningJob.start(flink, env, RefinementJob.NAME)) {
        flink.awaitAssigned(job.id(), Bed.reports(), InputTopic.PARTITIONS);
        measure(bed, job);
      }
    }
  }

  private void measure(Bed bed, RunningJob job) {
    Thread subscriber = new Thread(() -> subscribe(bed), "trend-subscriber");
    subscriber.setDaemon(true);
    subscriber.start();
    try (ReportSender sender = new ReportSender(bed.bootstrapServers(), Bed.reports())) {
      long now = System.currentTimeMillis();
      RisingReports rising = new RisingReports(series, firstClose(now), MEASURED_MINUTES);
      progress.accept("trends: sending their history");
      sendHistory(rising, now, sender, job);
      progress.accept("trends: measuring for %d min".formatted(MEASURED_MINUTES));
      FleetReports fleet = new FleetReports("t");
      Pace pace = new Pace(sender, fleet, PER_SECOND, line -> {}, stop);
      pace.write(
          (number, millis) -> {
            rising.sendUntil(millis, sender);
            return fleet.json(number, millis);
          });
      long until = rising.lastCloseMillis() + TRAIL.toMillis();
      pace.keep(Duration.ofMillis(until - System.currentTimeMillis()), job);
      judge(rising, until);
    } finally {
      finished = true;
    }
  }

  /** Minute by minute, so that no partition gets ahead of the others or is idle for long. */
  private void sendHistory(
      RisingReports rising, long nowMillis, ReportSender sender, RunningJob job) {
    ConsumedRecords consumed = new ConsumedRecords(Bed.group(DEPLOYMENT, "reports"));
    long sent = 0;
    for (long at = rising.firstMillis(); at < nowMillis; at += RisingReports.MINUTE_MILLIS) {
      sent += rising.sendUntil(at, sender);
      while (consumed.total() < sent) {
        job.check();
        Stopped.orWait(stop, LOOK_EVERY);
      }
    }
  }

  private static long firstClose(long nowMillis) {
    long minute = RisingReports.MINUTE_MILLIS;
    return ((nowMillis + WARM_UP.toMillis()) / minute + 1) * minute;
  }

  private void subscribe(Bed bed) {
    try (TopicReader reader =
        TopicReader.fromNow(bed.bootstrapServers(), List.of(Bed.topic(Topic.FINDINGS)), false)) {
      while (!finished) {
        reader.pollPatiently(this::received);
      }
    }
  }

  private void received(ConsumerRecord<byte[], byte[]> record) {
    long now = System.currentTimeMillis();
    try {
      JsonNode finding = JSON.readTree(record.value());
      if (finding.path("kind").asText().equals("trend")
          && finding.path("state").asText().equals("open")) {
        RisingReports.number(finding.path("system").asText(), finding.path("agentId").asText())
            .ifPresent(number -> received.putIfAbsent(number, now));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a record of " + record.topic(), e);
    }
  }

  /** A trend that was not found counts as found when measuring ended. */
  private void judge(RisingReports rising, long untilMillis) {
    double[] trends = new double[SERIES / 2];
    double[] leaks = new double[SERIES / 2];
    double[] afterPane = new double[SERIES];
    int found = 0;
    for (int i = 0; i < SERIES; i++) {
      long at = received.getOrDefault(i, untilMillis);
      double afterMinute = at - rising.tellableMinuteMillis(i);
      (RisingReports.isLeak(i) ? leaks : trends)[i / 2] = afterMinute;
      afterPane[i] = at - rising.tellablePaneMillis(i);
      found += received.containsKey(i) && afterMinute < MUST_MILLIS ? 1 : 0;
    }
    add("3.14", "trend told by its closed minutes to finding received, P95", trends);
    add("3.14.leak", "the same for leaks, with their forecast", leaks);
    add("3.14.pane", "trend told by its ten-second panes to finding received, P95", afterPane);
    results.add(
        new Result(
            SignalSuite.NAME,
            Measure.higher("3.14.found", "trends received within a minute of that", "ratio")
                .must(0.95)
                .aim(0.99),
            Sample.of((double) found / SERIES)));
  }

  private void add(String id, String name, double[] delays) {
    Arrays.sort(delays);
    progress.accept(
        "%s: %d series, P50 %.0f ms, largest %.0f ms"
            .formatted(id, delays.length, delays[delays.length / 2], delays[delays.length - 1]));
    results.add(
        new Result(
            SignalSuite.NAME,
            Measure.lower(id, name, "ms").must(MUST_MILLIS).aim(AIM_MILLIS),
            Sample.of(delays[(int) (LATEST * (delays.length - 1))])));
  }

  List<Result> results() {
    return List.copyOf(results);
  }
}
