package io.chimera.refinement.benchmarks;

import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Drains one filled topic through the passthrough and the full job in turn, so that what disturbs
 * the machine disturbs both. The first pair only warms up.
 */
final class TopologySuite implements Suite {
  static final String NAME = "topology";

  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
  private static final Duration SELF_REPORT = Duration.ofMillis(1_500);

  /** The sources buffer up to 20,000 records that count as read: 2 % of a million. */
  private static final long MEANINGFUL = 1_000_000;

  private static final Measure RATE =
      Measure.higher("2.1", "full job: reports per second", "1/s").must(50_000);
  private static final Measure PASSTHROUGH_RATE =
      Measure.higher("2.1.passthrough", "passthrough: reports per second", "1/s");
  private static final Measure CPU =
      Measure.lower("2.2", "full job: CPU per report, Flink and broker", "us").must(20);
  private static final Measure CPU_FLINK =
      Measure.lower("2.2.flink", "full job: CPU per report, Flink", "us");
  private static final Measure CPU_BROKER =
      Measure.lower("2.2.broker", "full job: CPU per report, broker", "us");
  private static final Measure CPU_PASSTHROUGH =
      Measure.lower("2.2.passthrough", "passthrough: CPU per report, Flink and broker", "us");
  private static final Measure ALLOCATED =
      Measure.lower("2.3", "full job: heap allocated per report", "bytes").aim(2_048);
  private static final Measure SERIES_STATE =
      Measure.lower("2.4", "state per series, windows and detectors", "bytes").aim(6_144);
  private static final Measure ID_STATE =
      Measure.lower("2.5", "memory per remembered id", "bytes").must(64).aim(32);
  private static final Measure RATIO =
      Measure.higher("2.6", "rate of the full job / passthrough", "ratio").aim(0.25);
  private static final Measure CPU_RATIO =
      Measure.lower("2.6.cpu", "CPU per report of the full job / passthrough", "ratio").aim(4);

  private static final List<String> STATE_OF_SERIES =
      List.of("Summarise windows", "Detect anomalies", "Detect joint anomalies");

  private final long reports;
  private final int pairs;
  private final int parallelism;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final DrainTimer drains;

  private final List<Drain> plain = new ArrayList<>();
  private final List<Drain> full = new ArrayList<>();
  private final List<Double> seriesBytes = new ArrayList<>();
  private final List<Double> idBytes = new ArrayList<>();

  TopologySuite(
      long reports, int pairs, int parallelism, Consumer<String> progress, StopSignal stop) {
    this.reports = reports;
    this.pairs = pairs;
    this.parallelism = parallelism;
    this.progress = progress;
    this.stop = stop;
    this.drains = new DrainTimer(reports, progress, stop);
  }

  @Override
  public void run(Path directory) {
    if (reports < MEANINGFUL) {
      progress.accept(
          "with fewer than %,d reports, what the sources buffer flatters the figures"
              .formatted(MEANINGFUL));
    }
    progress.accept("starting the broker in a process of its own");
    try (SeparateBroker broker = SeparateBroker.start(directory)) {
      Bed bed = new Bed(broker.bootstrapServers());
      bed.createTopics();
      bed.createOutput();
      fill(bed);
      try (EmbeddedFlink flink =
          EmbeddedFlink.start(directory.resolve("flink"), 0, parallelism, parallelism)) {
        for (int pair = 0; pair <= pairs; pair++) {
          pair(pair, new Bench(broker, bed, flink));
        }
      }
    }
  }

  /** The parts that a drain needs. */
  private record Bench(SeparateBroker broker, Bed bed, EmbeddedFlink flink) {
    StreamExecutionEnvironment environment() {
      StreamExecutionEnvironment env = flink.environment();
      env.enableCheckpointing(CHECKPOINTS.toMillis());
      return env;
    }
  }

  private void fill(Bed bed) {
    LongConsumer sent =
        number -> {
          Stopped.orWait(stop, Duration.ZERO);
          progress.accept("filling %s: %,d of %,d".formatted(Bed.reports(), number, reports));
        };
    InputTopic input =
        InputTopic.fill(
            bed.bootstrapServers(),
            Bed.reports(),
            new FleetReports("r"),
            reports,
            System.currentTimeMillis(),
            sent);
    progress.accept(
        "%,d reports of %.1f bytes on average, %d partitions, compression %s, filled in %.1f s (%,.0f/s)"
            .formatted(
                input.reports(),
                input.bytesPerReport(),
                InputTopic.PARTITIONS,
                InputTopic.COMPRESSION,
                input.seconds(),
                reports / input.seconds()));
  }

  private void pair(int number, Bench bench) {
    String name = number == 0 ? "warm-up" : "pair " + number + " of " + pairs;
    Drain passthrough = drainPassthrough("p" + number, name, bench);
    progress.accept(name + ", passthrough: " + passthrough);
    Drain refinement = drainFull("f" + number, name, number > 0, bench);
    progress.accept(name + ", full job: " + refinement);
    if (number > 0) {
      plain.add(passthrough);
      full.add(refinement);
    }
  }

  private Drain drainPassthrough(String deployment, String name, Bench bench) {
    StreamExecutionEnvironment env = bench.environment();
    Passthrough.define(env, bench.bed().kafka(deployment));
    try (RunningJob job = RunningJob.start(bench.flink(), env, "passthrough")) {
      return drains.await(
          job, Bed.group(deployment, Passthrough.GROUP), name + ", passthrough", bench.broker());
    }
  }

  private Drain drainFull(String deployment, String name, boolean counts, Bench bench) {
    StreamExecutionEnvironment env = bench.environment();
    RefinementJob.define(env, bench.bed().settings(deployment));
    try (OwnKpis own = OwnKpis.from(bench.bed().bootstrapServers(), Bed.reports());
        RunningJob job = RunningJob.start(bench.flink(), env, RefinementJob.NAME)) {
      Drain drain =
          drains.await(job, Bed.group(deployment, "reports"), name + ", full job", bench.broker());
      if (counts) {
        // At once: when the partitions have been idle for 5 s, the job's own reports move event
        // time to the present and close all panes.
        seriesBytes.add((double) job.stateBytes(STATE_OF_SERIES, stop) / FleetReports.SERIES);
        Stopped.orWait(stop, SELF_REPORT);
        own.read();
        idBytes.add(own.bytesPerId());
      }
      return drain;
    }
  }

  @Override
  public List<Result> results() {
    List<Result> results = new ArrayList<>();
    if (full.isEmpty()) {
      return results;
    }
    add(results, RATE, Sample.of(full, Drain::reportsPerSecond));
    add(results, PASSTHROUGH_RATE, Sample.of(plain, Drain::reportsPerSecond));
    add(results, CPU, Sample.of(full, Drain::micros));
    add(results, CPU_FLINK, Sample.of(full, Drain::flinkMicros));
    add(results, CPU_BROKER, Sample.of(full, Drain::brokerMicros));
    add(results, CPU_PASSTHROUGH, Sample.of(plain, Drain::micros));
    add(results, ALLOCATED, Sample.of(full, Drain::allocatedBytes));
    add(results, SERIES_STATE, Sample.of(seriesBytes, Double::doubleValue));
    add(results, ID_STATE, Sample.of(idBytes, Double::doubleValue));
    add(results, RATIO, ratios(Drain::reportsPerSecond));
    add(results, CPU_RATIO, ratios(Drain::micros));
    return results;
  }

  private Sample ratios(ToDoubleFunction<Drain> quantity) {
    double[] ratios = new double[full.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = quantity.applyAsDouble(full.get(i)) / quantity.applyAsDouble(plain.get(i));
    }
    return new Sample(ratios);
  }

  private static void add(List<Result> results, Measure measure, Sample sample) {
    results.add(new Result(NAME, measure, sample));
  }
}
