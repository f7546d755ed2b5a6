package io.chimera.refinement.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.run.StopSignal;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How fast, how good and how large the optimiser is, in worlds whose best answer is known
 * (REF-ALG-02 to 15, REF-STR-05 to 07, REF-OPT-01, 02, REF-CMP-01, 05, 06). No broker, no Flink:
 * the decision cores and the store that their state is kept in.
 */
final class OptimiserSuite implements Suite {
  static final String NAME = "optimiser";

  private static final int COMPONENTS = 1_000;
  private static final int ROUNDS = 4_000;
  private static final int SEEDS = 20;
  private static final int DECISIONS = 10_000;
  private static final double GAP = 0.1;
  private static final double RATE_PER_MINUTE = 1_000;
  private static final double EVALUATIONS_PER_MINUTE = 6;
  private static final int PER_HOUR = 6_000;
  private static final int HUNDRED = 100;
  private static final int FIFTY = 50;
  private static final double MEBI = 1 << 20;

  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();

  OptimiserSuite(Consumer<String> progress, StopSignal stop) {
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    step("decisions with their state in RocksDB");
    DecisionTrials.Times times = DecisionTrials.inStore(directory, COMPONENTS, ROUNDS);
    add(
        Measure.lower("6.12", "decision p99, 6 actions, 32 features, RocksDB", "ms")
            .must(1)
            .aim(0.2),
        percentile(times.decisions(), 0.99));
    add(Measure.lower("6.12.p50", "the same, median", "ms"), percentile(times.decisions(), 0.5));
    add(
        Measure.lower("6.12.cpu", "the same, p99 of CPU time", "ms"),
        percentile(times.decisionsCpu(), 0.99));
    suggestions();
    convergence();
    price();
    searches();
    comparison();
    size();
    updates(times);
    hundred();
    fifty();
  }

  private void suggestions() {
    step("suggestions at 200 points");
    add(
        Measure.lower("6.13.bayesian", "Bayesian suggest p99 at 200 points", "ms")
            .must(300)
            .aim(50),
        percentile(SearchTrials.times(SearchTrials.BAYESIAN, 200, 100), 0.99));
    add(
        Measure.lower("6.13.gradient", "gradient step p99", "ms").must(10).aim(1),
        percentile(SearchTrials.times(SearchTrials.GRADIENT, 200, 5_000), 0.99));
  }

  private void convergence() {
    step("the best of five actions, by ten components");
    List<DecisionTrials.Run> runs = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      step("");
      runs.add(DecisionTrials.converge(DECISIONS, GAP, seed));
    }
    add(
        Measure.higher("6.14.share", "best action in the last tenth, gap 0.1", "%")
            .must(95)
            .aim(98),
        100 * mean(runs, DecisionTrials.Run::shareAtEnd));
    Sample pulls = Sample.of(runs, DecisionTrials.Run::pulls);
    results.add(
        new Result(NAME, Measure.lower("6.14.pulls", "decisions until it stays so", ""), pulls));
    results.add(
        new Result(
            NAME,
            Measure.lower("6.14.minutes", "event time until then, 1,000 outcomes a minute", "min")
                .must(5)
                .aim(2),
            Sample.of(runs, run -> run.pulls() / RATE_PER_MINUTE)));
  }

  private void price() {
    step("worlds that stay the same, with and without readiness for change");
    AdaptivityPrice price = new AdaptivityPrice(() -> step(""));
    add(
        Measure.lower("6.5.binary", "regret with readiness for change over that without", "")
            .must(1.15)
            .aim(1.05),
        price.binary());
    add(
        Measure.lower("6.5.normal", "the same, rewards round a mean", "").must(1.15).aim(1.05),
        price.normal());
  }

  private void searches() {
    step("Bayesian search on noisy surfaces");
    search("bayesian", SearchTrials.BAYESIAN, 60, 3, 0.9, 10, 5);
    step("gradient search on noisy surfaces");
    search("gradient", SearchTrials.GRADIENT, 90, 20, 0.85, 15, 8);
  }

  private void search(
      String name,
      SearchTrials.Maker maker,
      int evaluations,
      int seeds,
      double enough,
      double must,
      double aim) {
    List<SearchTrials.Run> runs = SearchTrials.runs(maker, evaluations, enough, seeds);
    add(
        Measure.higher("6.15." + name, name + ": share of the optimum attained", "%")
            .must(100 * enough),
        100 * mean(runs, SearchTrials.Run::attained));
    results.add(
        new Result(
            NAME,
            Measure.lower(
                    "6.15." + name + ".minutes",
                    name + ": until " + Math.round(100 * enough) + " %, one evaluation per 10 s",
                    "min")
                .must(must)
                .aim(aim),
            Sample.of(runs, run -> run.evaluations() / EVALUATIONS_PER_MINUTE)));
  }

  private void comparison() {
    step("beside fixed actions, rules and people");
    results.addAll(new ComparisonRows(() -> step("")).measure());
  }

  private void size() {
    step("size of state");
    double bytes = DecisionTrials.bytes(DecisionTrials.grown(1)).length;
    add(
        Measure.lower("6.17", "state per component, 32 features, 50 open decisions", "KiB")
            .must(64)
            .aim(32),
        bytes / 1_024);
    add(
        Measure.lower("6.19.memory", "state of 1,000 components that learn", "MiB").must(100),
        bytes * COMPONENTS / MEBI);
  }

  private void updates(DecisionTrials.Times times) {
    add(
        Measure.lower("6.19.update", "model update p99, RocksDB", "s").must(10).aim(1),
        percentile(times.updates(), 0.99) / 1_000);
    step("three hours of a world that stays the same");
    double[] drifts = new double[5];
    for (int i = 0; i < drifts.length; i++) {
      step("");
      // Ten parts of 18 minutes; the first hour learns, the others are compared.
      double[] means = DecisionTrials.converge(3 * PER_HOUR, GAP, 100 + i).means();
      double second = (means[4] + means[5] + means[6]) / 3;
      double third = (means[7] + means[8] + means[9]) / 3;
      drifts[i] = 100 * (second - third) / second;
    }
    results.add(
        new Result(
            NAME,
            Measure.lower("6.19.drift", "reward lost in an hour without change", "%").must(1),
            Sample.of(drifts)));
  }

  private void hundred() {
    step("a hundred decisions");
    long began = System.nanoTime();
    int right = 0;
    double slowest = 0;
    for (int i = 0; i < HUNDRED; i++) {
      step("");
      long start = System.nanoTime();
      right += DecisionTrials.converge(3_000, GAP, 1_000 + i).best() ? 1 : 0;
      slowest = Math.max(slowest, (System.nanoTime() - start) / 60e9);
    }
    add(
        Measure.higher("6.20.accuracy", "of 100 decisions, the best action is the likeliest", "%")
            .must(95),
        100.0 * right / HUNDRED);
    add(
        Measure.lower("6.20.minutes", "slowest of them, 3,000 outcomes learned", "min").must(5),
        slowest);
    progress.accept("took " + (System.nanoTime() - began) / 1_000_000_000 + " s");
  }

  /** On half of the cores: what a machine that has other work to do can give. */
  private void fifty() {
    step("fifty decisions side by side");
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, cores / 2));
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      IntStream.range(0, FIFTY)
          .forEach(i -> tasks.add(() -> DecisionTrials.converge(3_000, GAP, 2_000 + i).best()));
      long began = System.nanoTime();
      long cpuBefore = system.getProcessCpuTime();
      int right = 0;
      for (Future<Boolean> each : pool.invokeAll(tasks)) {
        right += each.get() ? 1 : 0;
      }
      double wall = System.nanoTime() - began;
      double cpu = system.getProcessCpuTime() - cpuBefore;
      Runtime memory = Runtime.getRuntime();
      double used = memory.totalMemory() - memory.freeMemory();
      add(
          Measure.lower("6.20.parallel", "50 decisions side by side", "min").must(10).aim(1),
          wall / 60e9);
      add(
          Measure.higher("6.20.parallel.accuracy", "of these right", "%").must(95),
          100.0 * right / FIFTY);
      add(
          Measure.lower("6.20.cpu", "CPU of the machine meanwhile", "%").must(80),
          100 * cpu / (wall * cores));
      add(
          Measure.lower("6.20.heap", "heap in use after it, of what it may take", "%").must(80),
          100 * used / memory.maxMemory());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot go on: interrupted; run it again", e);
    } catch (ExecutionException e) {
      throw new Failure("Cannot decide: " + Failure.reason(e), e);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Says what comes next, if anything, and ends here when the end is asked for. */
  private void step(String next) {
    Stopped.orWait(stop, Duration.ZERO);
    if (!next.isEmpty()) {
      progress.accept(next);
    }
  }

  private static double percentile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  private static <T> double mean(List<T> runs, ToDoubleFunction<T> quantity) {
    return runs.stream().mapToDouble(quantity).average().orElse(Double.NaN);
  }

  private void add(Measure measure, double value) {
    results.add(new Result(NAME, measure, Sample.of(value)));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
