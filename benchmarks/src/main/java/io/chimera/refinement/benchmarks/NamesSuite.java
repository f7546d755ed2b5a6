package io.chimera.refinement.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A thousand series report once a second; then seventeen thousand reports a second come with names
 * that nobody has heard of, half a minute until everything that is bounded has reached its bound,
 * and a minute more. The thousand must come out exactly, and memory must stay as it was.
 */
final class NamesSuite implements Suite {
  static final String NAME = "names";

  /** Far more than the fleet needs; far less than are invented. */
  private static final int MAX_SERIES = 5_000;

  /** As many ids are remembered before the measured minute begins. */
  private static final int MAX_IDS = 200_000;

  private static final Duration BEFORE = Duration.ofSeconds(75);
  private static final Duration FILL = Duration.ofSeconds(30);
  private static final Duration EXPLOSION = Duration.ofSeconds(60);
  private static final Duration AFTER = Duration.ofSeconds(90);
  private static final Duration VERDICTS_LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final long WINDOW_MILLIS = RefinementOptions.WINDOW_SIZE.defaultValue().toMillis();
  private static final long SLIDE_MILLIS = RefinementOptions.WINDOW_SLIDE.defaultValue().toMillis();
  private static final long MIB = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Measure WRONG =
      Measure.lower(
              "7.5", "windows of known series missing or wrong while a million names come", "")
          .must(0);
  private static final Measure HEAP =
      Measure.lower("7.5.heap", "growth of the heap in use during the minute", "%").must(10).aim(3);
  private static final Measure HEAP_AFTER =
      Measure.lower("7.5.heap-after", "heap in use at the end of it", "MiB");
  private static final Measure UNDECIDED =
      Measure.lower("7.5.undecided", "reports without a verdict", "").must(0);
  private static final Measure QUARANTINED =
      Measure.higher("7.5.quarantined", "reports kept out, each a dead letter", "");
  private static final Measure BEHIND =
      Measure.lower("7.5.behind", "time to catch up after it", "s");

  private final int parallelism;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();

  NamesSuite(int parallelism, Consumer<String> progress, StopSignal stop) {
    this.parallelism = parallelism;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    progress.accept("starting Kafka as a process, Flink in this one");
    try (SeparateBroker broker = SeparateBroker.start(directory);
        EmbeddedFlink flink =
            EmbeddedFlink.start(directory.resolve("flink"), 0, parallelism, parallelism)) {
      Bed bed = new Bed(broker.bootstrapServers());
      bed.createTopics();
      StreamExecutionEnvironment env = flink.environment();
      Map<String, String> settings =
          Map.of(
              RefinementOptions.QUARANTINE_MAX_SERIES.key(),
              String.valueOf(MAX_SERIES),
              RefinementOptions.DEDUP_MAX_IDS.key(),
              String.valueOf(MAX_IDS),
              RefinementOptions.SELF_INTERVAL.key(),
              "0 s");
      RefinementJob.define(env, bed.settings(NAME, settings));
      try (RunningJob job = RunningJob.start(flink, env, RefinementJob.NAME)) {
        flink.awaitAssigned(job.id(), Bed.reports(), InputTopic.PARTITIONS);
        measure(bed, job);
      }
    }
  }

  private void measure(Bed bed, RunningJob job) {
    KnownSeries fleet = new KnownSeries();
    ConsumedRecords consumed = new ConsumedRecords(Bed.group(NAME, "reports"));
    long fromMillis;
    long toMillis;
    double before;
    double after;
    double behind;
    try (ReportSender sender = new ReportSender(bed.bootstrapServers(), Bed.reports())) {
      progress.accept("%,d known series for %d s".formatted(fleet.perSecond(), BEFORE.toSeconds()));
      keep(sender, fleet, BEFORE, job);
      fleet.explode(true);
      progress.accept("%,d reports a second, most with new names".formatted(fleet.perSecond()));
      fromMillis = System.currentTimeMillis();
      keep(sender, fleet, FILL, job);
      awaitRead(consumed, sender.sent(), job);
      before = heapMiB();
      progress.accept("%,d names were invented; now the million".formatted(fleet.invented()));
      keep(sender, fleet, EXPLOSION, job);
      long end = System.nanoTime();
      fleet.explode(false);
      awaitRead(consumed, sender.sent(), job);
      behind = (System.nanoTime() - end) / 1e9;
      toMillis = System.currentTimeMillis();
      after = heapMiB();
      progress.accept("known series alone for %d s".formatted(AFTER.toSeconds()));
      keep(sender, fleet, AFTER, job);
      awaitRead(consumed, sender.sent(), job);
    }
    add(WRONG, wrongWindows(bed, fleet, fromMillis, toMillis));
    add(HEAP, 100 * (after - before) / before);
    add(HEAP_AFTER, after);
    Verdicts verdicts = verdicts(bed, fleet.known() + fleet.invented());
    add(UNDECIDED, fleet.known() + fleet.invented() - verdicts.decided());
    add(QUARANTINED, verdicts.quarantined);
    add(BEHIND, behind);
  }

  private void keep(ReportSender sender, KnownSeries fleet, Duration time, RunningJob job) {
    new Pace(sender, fleet, fleet.perSecond(), progress, stop).keep(time, job);
  }

  private void awaitRead(ConsumedRecords consumed, long sent, RunningJob job) {
    while (consumed.total() < sent) {
      job.check();
      Stopped.orWait(stop, LOOK_EVERY);
    }
  }

  /** Heap in use, once collected. */
  private static double heapMiB() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (double) MIB;
  }

  /** Of all windows of the fleet that end within the time. */
  private long wrongWindows(Bed bed, KnownSeries fleet, long fromMillis, long toMillis) {
    Map<String, KnownSeries.Sum> found = new HashMap<>();
    try (TopicReader reader =
        TopicReader.fromBeginning(
            bed.bootstrapServers(), List.of(Bed.topic(Topic.METRIC_POINTS)), false)) {
      reader.drain(
          batch ->
              new String(batch.value(), StandardCharsets.UTF_8)
                  .lines()
                  .filter(line -> line.startsWith("kpi_window,") && line.contains(",agent=known-"))
                  .forEach(line -> window(line, found)));
    }
    long checked = 0;
    long wrong = 0;
    long first = Math.floorDiv(fromMillis, SLIDE_MILLIS) * SLIDE_MILLIS + SLIDE_MILLIS;
    for (long end = first; end <= toMillis; end += SLIDE_MILLIS) {
      for (int series = 0; series < KnownSeries.SERIES; series++) {
        String agent = KnownSeries.agentId(series);
        checked++;
        KnownSeries.Sum expected = fleet.expected(agent, end - WINDOW_MILLIS, end);
        wrong += expected.equals(found.get(agent + '@' + end)) ? 0 : 1;
      }
    }
    progress.accept("%,d windows compared, %,d wrong".formatted(checked, wrong));
    return wrong;
  }

  private static void window(String line, Map<String, KnownSeries.Sum> found) {
    String[] parts = line.split(" ", 3);
    String agent = between(parts[0], ",agent=", ",");
    String count = between(',' + parts[1], ",count=", ",").replace("i", "");
    String sum = between(',' + parts[1], ",sum=", ",");
    found.put(
        agent + '@' + parts[2],
        new KnownSeries.Sum((long) Double.parseDouble(count), Double.parseDouble(sum)));
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    int to = text.indexOf(end, from);
    return text.substring(from, to < 0 ? text.length() : to);
  }

  /** Rows of the ledger, of which the last of a range counts, and dead letters. */
  private static final class Verdicts {
    private final Map<String, Long> rows = new HashMap<>();
    private long quarantined;

    long decided() {
      return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    void accept(ConsumerRecord<byte[], byte[]> record, String audit) {
      try {
        JsonNode json = JSON.readTree(record.value());
        if (record.topic().equals(audit)) {
          rows.put(
              json.path("partition") + "/" + json.path("fromOffset"),
              json.path("accepted").asLong() + json.path("quarantined").asLong());
        } else {
          quarantined += json.path("reason").asText().equals("QUARANTINED") ? 1 : 0;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read a record of " + record.topic(), e);
      }
    }
  }

  /** Waits until that many are decided, or for a while. */
  private Verdicts verdicts(Bed bed, long sent) {
    Verdicts verdicts = new Verdicts();
    String audit = Bed.topic(Topic.AUDIT);
    long deadline = System.nanoTime() + VERDICTS_LIMIT.toNanos();
    try (TopicReader reader =
        TopicReader.fromBeginning(
            bed.bootstrapServers(), List.of(audit, Bed.topic(Topic.DEAD_LETTERS)), true)) {
      do {
        Stopped.orWait(stop, LOOK_EVERY);
        reader.drain(record -> verdicts.accept(record, audit));
      } while (verdicts.decided() < sent && System.nanoTime() < deadline);
    }
    return verdicts;
  }

  private void add(Measure measure, double value) {
    results.add(new Result(NAME, measure, Sample.of(value)));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
