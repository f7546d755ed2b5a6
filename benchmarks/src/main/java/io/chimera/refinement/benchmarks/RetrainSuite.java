package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.json.ModelChunkParser;
import io.chimera.refinement.jobs.RetrainJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.retrain.RetrainRun;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.simulator.DecisionHistory;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.retrain.ModelChunks;
import io.chimera.refinement.state.optimise.retrain.Retraining;
import io.chimera.refinement.state.optimise.retrain.RetrainingReport;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long retraining takes and what it brings, in a world that changes once and whose truth is
 * known (REF-TRN-02, 03, 05, 06, 08, 09). A decision takes at least ten reports, those of one 10 s
 * window of an agent that reports once a second: a million reports are 100,000 decisions at most.
 */
final class RetrainSuite implements Suite {
  static final String NAME = "retrain";

  private static final int REPORTS_PER_DECISION = 10;
  private static final int DECISIONS = 1_000_000 / REPORTS_PER_DECISION;
  private static final int INCREMENT = 100_000 / REPORTS_PER_DECISION;
  private static final int DRIFT_AT = DECISIONS * 2 / 5;
  private static final int COMPONENTS = 10;
  private static final int TRIALS = 100;
  private static final int MOMENTS = 5_000;
  private static final long SEED = 1;
  private static final double NANOS = 1e9;

  private static final int COLD_WORLDS = 3;
  private static final int COLD_COMPONENTS = 20;
  private static final int COLD_DECISIONS = 150 * COLD_COMPONENTS;
  private static final int COLD_TRIALS = 8;
  private static final double SOME_VARIETY = 0.25;

  private final int parallelism;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final DecisionHistory world = new DecisionHistory(SEED, COMPONENTS, DRIFT_AT);
  private final List<Result> results = new ArrayList<>();

  RetrainSuite(int parallelism, Consumer<String> progress, StopSignal stop) {
    this.parallelism = parallelism;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    try {
      measure(directory);
    } catch (IOException e) {
      throw new Failure("Cannot measure in " + directory + ": " + Failure.reason(e), e);
    }
  }

  private void measure(Path directory) throws IOException {
    Files.createDirectories(directory);
    progress.accept("simulating " + DECISIONS + " decisions");
    Path history = directory.resolve("history.jsonl");
    Map<String, Bandit> stale = world.bandits();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(history))) {
      world.write(DECISIONS, stale, out);
    }
    double before = value(stale);
    double best = world.best(MOMENTS);
    Stopped.orWait(stop, Duration.ZERO);

    long began = System.nanoTime();
    RetrainingReport report = retrain(history, directory.resolve("models"), TRIALS);
    if (!report.learners().isPublished()) {
      throw new Failure("Cannot measure retraining: " + report.why() + "; see the settings");
    }
    double seconds = (System.nanoTime() - began) / NANOS;
    double after = value(learners(model(directory.resolve("models"))));
    add(
        Measure.lower("6.18.full.time", "retrain 1 M reports, " + TRIALS + " trials", "s")
            .must(600)
            .aim(300),
        seconds);
    add(
        Measure.higher("6.18.full.gain", "over the stale model, held out", "%").must(5),
        100 * (after - before) / before);
    add(
        Measure.higher("6.18.trials.best", "best of the trials / optimum, held out", "%").must(95),
        100 * after / best);
    add(
        Measure.higher("6.18.full.bound", "lower bound of the estimate / truth", "%"),
        100 * report.estimate().lower() / after);
    Stopped.orWait(stop, Duration.ZERO);

    progress.accept("learning from " + INCREMENT + " decisions as they come");
    long start = System.nanoTime();
    learn(stale);
    double learning = (System.nanoTime() - start) / NANOS;
    add(
        Measure.lower("6.18.incremental.time", "learn 100 K reports as they come", "s")
            .must(60)
            .aim(30),
        learning);
    add(
        Measure.higher("6.18.incremental.gain", "over the stale model, held out", "%").must(1),
        100 * (value(stale) - before) / before);
    coldStarts(directory);
  }

  /** New components, in worlds where the others have something to teach them, and where not. */
  private void coldStarts(Path directory) throws IOException {
    progress.accept("starting new components");
    double[] alike = coldStarts(directory, SOME_VARIETY);
    double[] unlike = coldStarts(directory, 1);
    add(
        Measure.higher("6.18.start.share", "new component, 20 decisions, share of the gain", "%"),
        100 * alike[1]);
    add(
        Measure.higher("6.18.start.ratio", "over a start from nothing", "x").must(2).aim(3),
        alike[1] / alike[0]);
    add(
        Measure.higher("6.18.start.unlike", "the same, with nothing in common", "x").must(1),
        unlike[1] / unlike[0]);
  }

  /** Shares of the gain: from nothing, and as retraining has it. */
  private double[] coldStarts(Path directory, double variety) throws IOException {
    double[] shares = new double[2];
    for (int i = 1; i <= COLD_WORLDS; i++) {
      Stopped.orWait(stop, Duration.ZERO);
      DecisionHistory cold =
          new DecisionHistory(SEED + i, COLD_COMPONENTS, Integer.MAX_VALUE, variety);
      Path folder = directory.resolve("cold-" + variety + '-' + i);
      Files.createDirectories(folder);
      Path history = folder.resolve("history.jsonl");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(history))) {
        cold.write(COLD_DECISIONS, cold.bandits(), out);
      }
      Path models = folder.resolve("models");
      ColdStart start = new ColdStart(cold);
      double nothing = start.fromNothing();
      boolean published = retrain(history, models, COLD_TRIALS).isPublished();
      shares[0] += nothing / COLD_WORLDS;
      shares[1] += (published ? start.from(model(models)) : nothing) / COLD_WORLDS;
    }
    return shares;
  }

  private RetrainingReport retrain(Path history, Path models, int trials) {
    RetrainRun.Outcome outcome =
        new RetrainRun(
                Settings.from(Map.of()),
                new RetrainJob.Request(
                    new Retraining.Params(trials, SEED),
                    Optional.of(history.toString()),
                    Optional.of(models.toString()),
                    true,
                    false),
                parallelism,
                progress)
            .run();
    return outcome.reports().get(0);
  }

  private static TrainedModel model(Path folder) throws IOException {
    ModelChunkParser parser = new ModelChunkParser();
    List<ModelChunk> parts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : Files.readAllLines(file)) {
          // The key, which a file does not carry, is model/version/chunk.
          String version = file.getParent().getFileName().toString();
          InboundModel read =
              parser.parse(
                  DecisionHistory.TARGET + '/' + version + '/' + parts.size(),
                  line.getBytes(StandardCharsets.UTF_8),
                  new Origin("", 0, 0, 0, 0),
                  Map::of);
          parts.add(read.chunk());
        }
      }
    }
    return ModelChunks.join(parts);
  }

  private static Map<String, Bandit> learners(TrainedModel model) throws IOException {
    Map<String, Bandit> learners = new TreeMap<>();
    for (Map.Entry<String, byte[]> each : model.learners().entrySet()) {
      Bandit bandit =
          new Bandit(
              model.actions().size(), model.features(), SEED, each.getKey(), model.settings());
      bandit.restore(new DataInputStream(new ByteArrayInputStream(each.getValue())));
      learners.put(each.getKey(), bandit);
    }
    return learners;
  }

  /** Mean reward in moments after the change that nobody has learned from. */
  private double value(Map<String, Bandit> bandits) {
    boolean[] all = new boolean[DecisionHistory.ACTIONS.size()];
    Arrays.fill(all, true);
    return world.value(
        (subject, context) -> bandits.get(subject).consider(context, null, all, 0).pmf(), MOMENTS);
  }

  /** The stale bandits decide and learn in the changed world, as the job does. */
  private void learn(Map<String, Bandit> bandits) {
    world.learn(DECISIONS, INCREMENT, bandits);
  }

  private void add(Measure measure, double value) {
    results.add(new Result(NAME, measure, Sample.of(value)));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
