package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.cluster.ManagedProcess;
import io.chimera.refinement.local.world.Patience;
import java.time.Duration;
import java.util.List;

/** 4: the leading JobManager is killed; a standby takes over by ZooKeeper. */
final class JobManagerKilled implements Scenario {
  private static final double LONGEST_SECONDS = 30;

  private double runningAfterSeconds;
  private List<Long> pidsBefore = List.of();

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "leading JobManager killed, standby takes over";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(110);
  }

  @Override
  public Needs needs() {
    return new Needs(2, false, true);
  }

  @Override
  public int allowedRestarts() {
    return 1;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(30));
    pidsBefore = pids(trial);
    ManagedProcess leader =
        trial
            .cluster()
            .leadingJobManager()
            .orElseThrow(() -> new Failure("Cannot kill the leader: nobody leads; see the logs"));
    trial.fault("killed " + leader.name());
    long began = System.nanoTime();
    leader.kill();
    new Patience(Duration.ofMinutes(3), Duration.ofMillis(100))
        .until(
            () ->
                Trial.asked(() -> otherLeads(trial, leader) && trial.jobs().isRunning(trial.job())),
            "Cannot go on: the standby does not run the job after 3 minutes; see the logs");
    runningAfterSeconds = (System.nanoTime() - began) / 1e9;
    trial.note("running again after %.1f s".formatted(runningAfterSeconds));
    leader.restart();
  }

  private static boolean otherLeads(Trial trial, ManagedProcess old) {
    return trial.cluster().leadingJobManager().filter(now -> !now.equals(old)).isPresent();
  }

  private static List<Long> pids(Trial trial) {
    return trial.cluster().taskManagers().stream().map(ManagedProcess::pid).toList();
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) {
    return Bars.all(
        Bars.atMost("seconds until the job runs again", runningAfterSeconds, LONGEST_SECONDS),
        Bars.holds(pids(trial).equals(pidsBefore), "TaskManagers must outlive their JobManager"));
  }
}
