package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.cluster.Cluster;
import io.chimera.refinement.local.cluster.Distribution;
import io.chimera.refinement.local.oracle.InputCopy;
import io.chimera.refinement.local.oracle.Load;
import io.chimera.refinement.local.oracle.Oracle;
import io.chimera.refinement.local.oracle.Output;
import io.chimera.refinement.local.oracle.Tally;
import io.chimera.refinement.local.oracle.Topics;
import io.chimera.refinement.local.oracle.Transactions;
import io.chimera.refinement.local.world.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs one scenario on a cluster that is there: load, fault, recovery, verdict. The cluster is as
 * good as new afterwards, or the run fails.
 */
final class TrialRunner {
  /** Partitions of the input topic on one machine. */
  static final int PARTITIONS = 8;

  private static final long LEDGER_RANGE = 5_000;
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration EFFECT_LIMIT = Duration.ofMinutes(5);
  private static final Duration TRANSACTION_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** From the fault's end until the output keeps up with the input. */
  private static final double LONGEST_RECOVERY_SECONDS = 300;

  private final Cluster cluster;
  private final Path directory;
  private final Pace pace;

  TrialRunner(Cluster cluster, Path directory, Pace pace) {
    this.cluster = cluster;
    this.directory = directory;
    this.pace = pace;
  }

  ChaosResult run(Scenario scenario, long seed) throws Exception {
    String name = "chaos-%d-%d".formatted(scenario.number(), seed);
    JobArguments arguments = JobArguments.of(cluster, name + '.');
    Trial trial = new Trial(cluster, arguments, pace, seed);
    cluster.createTopics(arguments.prefix());
    String job = start(arguments, "refinement-job.jar");
    // Its sources need not be assigned yet: a new deployment reads from the beginning.
    Optional<String> metrics =
        scenario.needs().database()
            ? Optional.of(start(arguments, "metrics-job.jar"))
            : Optional.empty();
    String kafka = cluster.bootstrapServers();
    long planned = pace.of(scenario.duration()).toMillis();
    try (OutputWatch watch = new OutputWatch(kafka, trial.topics().deadLetters());
        Output output = new Output(kafka, trial.topics());
        LoadDriver load =
            new LoadDriver(
                kafka,
                trial.topics().reports(),
                scenario.load(seed, PARTITIONS),
                pace.ratePerSecond(),
                planned,
                directory.resolve(name + "-manifest.tsv"))) {
      long end = System.nanoTime() + Duration.ofMillis(planned).toNanos();
      trial.begin(job, load, watch, output);
      scenario.disturb(trial);
      trial.sleep(
          Duration.ofNanos(Math.max(Duration.ofSeconds(10).toNanos(), end - System.nanoTime())));
      long endMillis = System.currentTimeMillis();
      long until = load.finish();
      trial.note("the load has ended");
      Oracle oracle =
          new Oracle(
              kafka,
              trial.topics(),
              LEDGER_RANGE,
              load.sent(),
              until,
              stored -> stored.headers().containsKey(Load.REVIVED_HEADER));
      trial.judgedBy(oracle);
      awaitEffects(oracle, output);
      trial.note("everything is out");
      Recovery recovery =
          new Recovery(
              watch.caughtUpAfterSeconds(trial.healedMillis(), oracle.input()),
              watch.longestGapSeconds(trial.faultMillis(), endMillis),
              trial.restarts());
      List<String> missed = new ArrayList<>(scenario.judge(trial, recovery));
      cluster.jobs().savepoints().stop(trial.job(), false, Optional.empty());
      metrics.ifPresent(cluster.jobs()::cancel);
      missed.addAll(openTransactions(arguments));
      output.refresh();
      Tally tally = oracle.verdict(output);
      tally.add(trial.tally());
      if (pace.undisturbed() && scenario.needs().comparable()) {
        missed.addAll(compareUndisturbed(trial, name, tally));
      }
      missed.addAll(
          Bars.all(
              Bars.atMost("seconds to recover", recovery.seconds(), LONGEST_RECOVERY_SECONDS),
              Bars.atMost("restarts", recovery.restarts(), scenario.allowedRestarts()),
              Bars.holds(oracle.ledgerBalanced(output), "the ledger must balance"),
              ended()));
      return ChaosResult.of(
          scenario, seed, tally, recovery, oracle.ledgerBalanced(output), missed, trial.notes());
    }
  }

  /** Whoever was killed was started again; nobody else may have ended. */
  private List<String> ended() {
    return cluster.processes().stream()
        .filter(process -> !process.alive())
        .map(process -> process.name() + " must be alive, has ended")
        .toList();
  }

  private String start(JobArguments arguments, String jar) {
    String job = cluster.submit(Distribution.installed().jobJar(jar), arguments.list());
    cluster.jobs().awaitRunning(job, START_LIMIT);
    return job;
  }

  /** Waits until nothing is missing any more, or long enough: the verdict will tell. */
  private static void awaitEffects(Oracle oracle, Output output) {
    new Patience(EFFECT_LIMIT, PAUSE)
        .awaits(
            () -> {
              output.refresh();
              return oracle.everythingRead(output) && oracle.verdict(output).lost() == 0;
            });
  }

  /** A stopped job leaves no transaction behind that would hold back readers. */
  private List<String> openTransactions(JobArguments arguments) throws Exception {
    List<List<String>> open = new ArrayList<>();
    boolean none =
        new Patience(TRANSACTION_LIMIT, PAUSE)
            .awaits(
                () -> {
                  open.add(Transactions.open(cluster.bootstrapServers(), arguments.prefix()));
                  return open.get(open.size() - 1).isEmpty();
                });
    return none
        ? List.of()
        : List.of("no transaction must be open, were " + open.get(open.size() - 1));
  }

  private List<String> compareUndisturbed(Trial trial, String name, Tally tally) throws Exception {
    JobArguments arguments = JobArguments.of(cluster, "calm-" + name + '.');
    Topics topics = new Topics(arguments.prefix());
    cluster.createTopics(arguments.prefix());
    InputCopy.send(cluster.bootstrapServers(), trial.input(), topics.reports());
    String job = start(arguments, "refinement-job.jar");
    try (Output calm = new Output(cluster.bootstrapServers(), topics)) {
      Oracle oracle = trial.oracle().over(topics);
      boolean complete =
          new Patience(EFFECT_LIMIT, PAUSE)
              .awaits(
                  () -> {
                    calm.refresh();
                    return oracle.everythingRead(calm) && oracle.verdict(calm).lost() == 0;
                  });
      cluster.jobs().savepoints().stop(job, false, Optional.empty());
      calm.refresh();
      Oracle.compareUndisturbed(topics, calm, trial.topics(), trial.output(), tally);
      return Bars.holds(
          complete, "the undisturbed run must be complete as well, was " + oracle.verdict(calm));
    }
  }

  /** One line for people. */
  static String line(ChaosResult result) {
    return String.format(
        Locale.ROOT,
        "%s  scenario %2d  seed %d  lost %d  duplicate %d  wrong %d  recovered in %.1f s  gap %.1f s  restarts %d  %s",
        result.passed() ? "passed" : "FAILED",
        result.scenario(),
        result.seed(),
        result.lost(),
        result.duplicate(),
        result.wrong(),
        result.recoverySeconds(),
        result.outputGapSeconds(),
        result.restarts(),
        result.title());
  }
}
