package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.cluster.Distribution;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.ObjectiveStatistic;
import io.chimera.refinement.state.slo.ObjectiveWatch;
import io.chimera.refinement.state.slo.PaneLadder;
import io.chimera.refinement.state.slo.PaneRole;
import io.chimera.refinement.state.slo.RolePanes;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Codec;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What it costs to evaluate the objectives of the shipped packs: one topic with all they are about,
 * drained without packs and with them in turn; and the state of many objectives after a month.
 */
final class ObjectivesSuite implements Suite {
  static final String NAME = "objectives";

  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);
  private static final Measure COST =
      Measure.lower("4.4", "CPU per report for objectives, alerts and scaling", "%")
          .must(20)
          .aim(10);
  private static final Measure CPU_WITHOUT =
      Measure.lower("4.4.without", "full job without packs: CPU per report", "us");
  private static final Measure CPU_WITH =
      Measure.lower("4.4.with", "full job with all packs: CPU per report", "us");
  private static final Measure STATE =
      Measure.lower("4.6", "state of 1,000 objectives x 100 components, 31 days", "MiB")
          .must(1_024)
          .aim(300);
  private static final Measure STATE_EACH =
      Measure.lower("4.6.each", "state of one objective of one component, 31 days", "bytes");

  private static final long PANE_MILLIS = 10_000;
  private static final long START_MILLIS = 1_789_948_800_000L;
  private static final int DAYS = 31;
  private static final long WATCHES = 100_000;

  /** Keys, timers and what RocksDB keeps beside a value, generously. */
  private static final long OVERHEAD_BYTES = 300;

  private final long reports;
  private final int pairs;
  private final int parallelism;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Drain> without = new ArrayList<>();
  private final List<Drain> with = new ArrayList<>();
  private final List<Result> state = new ArrayList<>();

  ObjectivesSuite(
      long reports, int pairs, int parallelism, Consumer<String> progress, StopSignal stop) {
    this.reports = reports;
    this.pairs = pairs;
    this.parallelism = parallelism;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    Path folder = packsWithoutDemo(directory);
    List<Objective> objectives = Packs.read(folder).objectives();
    state(objectives);
    ObjectiveReports stream = new ObjectiveReports(objectives);
    progress.accept(
        "%d objectives on %d series of components, %,d reports a second"
            .formatted(objectives.size(), stream.series(), stream.perSecond()));
    try (SeparateBroker broker = SeparateBroker.start(directory)) {
      Bed bed = new Bed(broker.bootstrapServers());
      bed.createTopics();
      InputTopic.fill(
          bed.bootstrapServers(),
          Bed.reports(),
          stream,
          reports,
          System.currentTimeMillis(),
          sent -> {
            Stopped.orWait(stop, Duration.ZERO);
            progress.accept("filling: %,d of %,d".formatted(sent, reports));
          });
      try (EmbeddedFlink flink =
          EmbeddedFlink.start(directory.resolve("flink"), 0, parallelism, parallelism)) {
        for (int pair = 0; pair <= pairs; pair++) {
          Drain plain = drain("a" + pair, Map.of(), bed, flink, broker);
          Drain full =
              drain(
                  "b" + pair,
                  Map.of(RefinementOptions.PACKS.key(), folder.toString()),
                  bed,
                  flink,
                  broker);
          if (pair > 0) {
            without.add(plain);
            with.add(full);
          }
        }
      }
    }
  }

  /** The demo's rules are about another fleet. */
  private static Path packsWithoutDemo(Path directory) {
    Path packs = Distribution.installed().home().resolve("packs");
    Path folder = directory.resolve("packs");
    try (Stream<Path> files = Files.walk(packs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(packs.resolve("demo"))) {
          Path copy = folder.resolve(packs.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new Failure(
          "Cannot copy the packs: " + Failure.reason(e) + "; check the data folder", e);
    }
    return folder;
  }

  private Drain drain(
      String deployment,
      Map<String, String> settings,
      Bed bed,
      EmbeddedFlink flink,
      SeparateBroker broker) {
    StreamExecutionEnvironment env = flink.environment();
    env.enableCheckpointing(CHECKPOINTS.toMillis());
    RefinementJob.define(env, bed.settings(deployment, settings));
    String name = deployment + (settings.isEmpty() ? ", without packs" : ", with packs");
    try (RunningJob job = RunningJob.start(flink, env, RefinementJob.NAME)) {
      Drain drain =
          new DrainTimer(reports, progress, stop)
              .await(job, Bed.group(deployment, "reports"), name, broker);
      progress.accept(name + ": " + drain);
      return drain;
    }
  }

  /** An objective with a budget of 30 days, and its indicator, after a month of values. */
  private void state(List<Objective> objectives) {
    progress.accept("judging an objective for %d days".formatted(DAYS));
    Objective objective =
        objectives.stream()
            .filter(each -> each.isLive() && each.statistic() == ObjectiveStatistic.P95)
            .filter(each -> each.budget() != null && !each.isDemandFloor())
            .findFirst()
            .orElseThrow();
    SplittableRandom random = new SplittableRandom(1);
    ObjectiveWatch watch = new ObjectiveWatch();
    PaneLadder ladder = new PaneLadder();
    long longest = Math.max(60_000, objective.window().millis());
    long panes = Duration.ofDays(DAYS).toMillis() / PANE_MILLIS;
    for (long i = 0; i < panes; i++) {
      long start = START_MILLIS + i * PANE_MILLIS;
      Pane pane = new Pane();
      for (int value = 0; value < 10; value++) {
        pane.add(objective.value() * (0.5 + 0.6 * random.nextDouble()));
      }
      RolePanes values = new RolePanes();
      values.add(PaneRole.VALUE, pane);
      ladder.add(start, values, longest);
      ladder.dropOld(start + PANE_MILLIS, longest);
      watch.observe(
          objective,
          objective.pack(),
          start,
          start + PANE_MILLIS,
          values,
          ladder,
          false,
          List.of());
    }
    long each =
        bytes(ObjectiveWatch.CODEC, watch) + bytes(PaneLadder.CODEC, ladder) + OVERHEAD_BYTES;
    state.add(new Result(NAME, STATE_EACH, Sample.of(each)));
    state.add(new Result(NAME, STATE, Sample.of(each * WATCHES / (double) (1 << 20))));
  }

  private static <T> long bytes(Codec<T> codec, T value) {
    try (DataOutputStream out = new DataOutputStream(OutputStream.nullOutputStream())) {
      codec.write(value, out);
      return out.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Result> results() {
    List<Result> results = new ArrayList<>();
    if (!with.isEmpty()) {
      double[] cost = new double[with.size()];
      for (int i = 0; i < cost.length; i++) {
        cost[i] = 100 * (with.get(i).micros() / without.get(i).micros() - 1);
      }
      results.add(new Result(NAME, COST, new Sample(cost)));
      results.add(new Result(NAME, CPU_WITHOUT, Sample.of(without, Drain::micros)));
      results.add(new Result(NAME, CPU_WITH, Sample.of(with, Drain::micros)));
    }
    results.addAll(state);
    return results;
  }
}
