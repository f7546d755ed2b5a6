package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.cluster.Cluster;
import io.chimera.refinement.local.cluster.Distribution;
import io.chimera.refinement.local.cluster.ManagedProcess;
import io.chimera.refinement.local.oracle.Oracle;
import io.chimera.refinement.local.oracle.Output;
import io.chimera.refinement.local.oracle.Stored;
import io.chimera.refinement.local.oracle.Tally;
import io.chimera.refinement.local.oracle.Topics;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkUnreachable;
import io.chimera.refinement.local.world.Patience;
import io.chimera.refinement.local.world.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of one scenario: the cluster, the job, the load, and what a scenario may do with them.
 * Everything that a scenario draws comes from its seed.
 */
final class Trial {
  private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
  private static final Duration RUNNING_LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Patience ANSWERS = new Patience(Duration.ofMinutes(1), POLL);

  private final Cluster cluster;
  private final JobArguments arguments;
  private final Topics topics;
  private final Pace pace;
  private final Random random;
  private final long startNanos = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private String job;
  private LoadDriver load;
  private OutputWatch watch;
  private ManagedProcess lastTaskManager;
  private long restartsOfEarlierJobs;
  private long faultMillis;
  private long healedMillis;
  private Oracle oracle;
  private Output output;
  private final Tally tally = new Tally();

  Trial(Cluster cluster, JobArguments arguments, Pace pace, long seed) {
    this.cluster = cluster;
    this.arguments = arguments;
    this.topics = new Topics(arguments.prefix());
    this.pace = pace;
    this.random = new Random(seed);
  }

  /** Takes over what runs; called once, before the scenario begins. */
  void begin(String runningJob, LoadDriver driver, OutputWatch outputWatch, Output found) {
    job = runningJob;
    load = driver;
    watch = outputWatch;
    output = found;
  }

  /** Takes over what the oracle knows, after the load has ended. */
  void judgedBy(Oracle judge) {
    oracle = judge;
  }

  /** What is lost, there twice or wrong, beyond what the oracle finds in the topics. */
  Tally tally() {
    return tally;
  }

  Cluster cluster() {
    return cluster;
  }

  Topics topics() {
    return topics;
  }

  LoadDriver load() {
    return load;
  }

  OutputWatch watch() {
    return watch;
  }

  Random random() {
    return random;
  }

  String job() {
    return job;
  }

  FlinkJobs jobs() {
    return cluster.jobs();
  }

  Oracle oracle() {
    return oracle;
  }

  Output output() {
    return output;
  }

  List<Stored> input() {
    return oracle.input();
  }

  /** How often something happens; scaled, but not below the least that tells something. */
  int times(int unscaled, int least) {
    return pace.times(unscaled, least);
  }

  /** Waits; the time is scaled. */
  void pause(Duration unscaled) {
    sleep(pace.of(unscaled));
  }

  /** Waits for exactly so long. */
  void sleep(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot go on with the scenario: interrupted; run it again", e);
    }
  }

  /** The fault begins now; the first call counts. */
  void fault(String what) {
    if (faultMillis == 0) {
      faultMillis = System.currentTimeMillis();
      healedMillis = faultMillis;
    }
    note(what);
  }

  /** What was taken away is back; the last call counts. */
  void healed(String what) {
    healedMillis = System.currentTimeMillis();
    note(what);
  }

  void note(String what) {
    String line = "%.1f s: %s".formatted((System.nanoTime() - startNanos) / 1e9, what);
    LOG.info("{}", line);
    notes.add(line);
  }

  List<String> notes() {
    return notes;
  }

  long faultMillis() {
    return faultMillis;
  }

  long healedMillis() {
    return healedMillis;
  }

  /**
   * A TaskManager with tasks: at first any, drawn by the seed, then the one that took over from the
   * one before.
   */
  ManagedProcess busyTaskManager() {
    List<ManagedProcess> candidates =
        cluster.taskManagers().stream().filter(each -> !each.equals(lastTaskManager)).toList();
    lastTaskManager = candidates.get(random.nextInt(candidates.size()));
    return lastTaskManager;
  }

  /** Waits until the job runs, has left the attempt of before, and returns the seconds it took. */
  double awaitRunningAgain(long restartsBefore) {
    long began = System.nanoTime();
    Patience patience = new Patience(RUNNING_LIMIT, POLL);
    patience.until(
        () -> asked(() -> jobs().attempts(job) > restartsBefore && jobs().isRunning(job)),
        "Cannot go on: job %s does not run again after %s; see the logs"
            .formatted(job, RUNNING_LIMIT));
    return (System.nanoTime() - began) / 1e9;
  }

  /** Waits for more completed checkpoints. */
  void awaitCheckpoints(int more) {
    long before = completedCheckpoints();
    new Patience(RUNNING_LIMIT, POLL)
        .until(
            () -> asked(() -> jobs().completedCheckpoints(job) >= before + more),
            "Cannot go on: job %s completes no checkpoint within %s; see the logs"
                .formatted(job, RUNNING_LIMIT));
  }

  private long completedCheckpoints() {
    try {
      return jobs().completedCheckpoints(job);
    } catch (FlinkUnreachable notNow) {
      return 0;
    }
  }

  /** Restarts of the job so far. */
  long restarts() {
    return restartsOfEarlierJobs + restartsOfThisJob();
  }

  /** Restarts since the job was submitted or its JobManager took over. */
  long restartsOfThisJob() {
    List<Integer> attempts = new ArrayList<>();
    ANSWERS.until(
        () -> asked(() -> attempts.add(jobs().attempts(job))),
        "Cannot go on: no JobManager tells of job %s; see the logs".formatted(job));
    return attempts.get(0);
  }

  /** A question to a JobManager that may be away. */
  static boolean asked(java.util.concurrent.Callable<Boolean> question) throws Exception {
    try {
      return question.call();
    } catch (FlinkUnreachable notNow) {
      return false;
    }
  }

  /** Stops the job with a savepoint and starts it again from there with another parallelism. */
  void rescale(int parallelism) {
    restartsOfEarlierJobs += restartsOfThisJob();
    String savepoint = jobs().savepoints().stop(job, false, Optional.empty());
    job =
        jobs()
            .submit(
                Submission.of(
                        Distribution.installed().jobJar("refinement-job.jar"), arguments.list())
                    .from(savepoint)
                    .at(parallelism));
    jobs().awaitRunning(job, RUNNING_LIMIT);
  }
}
