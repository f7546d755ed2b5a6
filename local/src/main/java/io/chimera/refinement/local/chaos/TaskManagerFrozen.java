package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.cluster.ManagedProcess;
import java.time.Duration;

/**
 * 7: a TaskManager stands still for 15 s, later for 90 s; what it does afterwards must not count.
 */
final class TaskManagerFrozen implements Scenario {
  @Override
  public int number() {
    return 7;
  }

  @Override
  public String title() {
    return "TaskManager frozen for 15 s and for 90 s";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(200);
  }

  @Override
  public int allowedRestarts() {
    // A TaskManager that comes back is found by tasks that are just being placed: one more each.
    return 4;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(25));
    freeze(trial, Duration.ofSeconds(15));
    trial.awaitCheckpoints(3);
    trial.pause(Duration.ofSeconds(10));
    freeze(trial, Duration.ofSeconds(90));
  }

  private static void freeze(Trial trial, Duration time) {
    ManagedProcess victim = trial.busyTaskManager();
    trial.fault("froze " + victim.name());
    victim.freeze();
    trial.pause(time);
    victim.resume();
    trial.healed("it goes on");
  }
}
