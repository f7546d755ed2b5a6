package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.cluster.ManagedProcess;
import java.time.Duration;
import java.util.List;

/** 1: a TaskManager with tasks is killed in the middle of a window; another takes over. */
final class TaskManagerKilled implements Scenario {
  private static final double LONGEST_GAP_SECONDS = 15;

  @Override
  public int number() {
    return 1;
  }

  @Override
  public String title() {
    return "TaskManager killed";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(80);
  }

  @Override
  public int allowedRestarts() {
    return 1;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(30));
    long before = trial.restartsOfThisJob();
    ManagedProcess victim = trial.busyTaskManager();
    trial.fault("killed " + victim.name());
    victim.kill();
    trial.note("running again after %.1f s".formatted(trial.awaitRunningAgain(before)));
    victim.restart();
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) {
    return Bars.atMost("output gap in seconds", recovery.gapSeconds(), LONGEST_GAP_SECONDS);
  }
}
