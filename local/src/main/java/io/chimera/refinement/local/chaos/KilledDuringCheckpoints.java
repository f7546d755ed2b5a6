package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.cluster.ManagedProcess;
import io.chimera.refinement.local.world.Patience;
import java.time.Duration;
import java.util.List;

/**
 * 2: the TaskManager with the tasks is killed five times, fewer in a scaled run, while a checkpoint
 * is under way.
 */
final class KilledDuringCheckpoints implements Scenario {
  private static final int KILLS = 5;
  private static final int FEWEST_KILLS = 2;
  private static final int LATEST_PHASE_MILLIS = 900;
  private static final Patience CHECKPOINT =
      new Patience(Duration.ofSeconds(20), Duration.ofMillis(10));

  @Override
  public int number() {
    return 2;
  }

  @Override
  public String title() {
    return "TaskManager killed during five checkpoints";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(90);
  }

  @Override
  public int allowedRestarts() {
    return KILLS;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(15));
    for (int kill = 1; kill <= trial.times(KILLS, FEWEST_KILLS); kill++) {
      long before = trial.restartsOfThisJob();
      ManagedProcess victim = trial.busyTaskManager();
      CHECKPOINT.awaits(
          () ->
              Trial.asked(
                  () ->
                      trial
                              .cluster()
                              .rest()
                              .get("/jobs/" + trial.job() + "/checkpoints")
                              .path("counts")
                              .path("in_progress")
                              .asInt()
                          > 0));
      int phase = trial.random().nextInt(LATEST_PHASE_MILLIS);
      trial.sleep(Duration.ofMillis(phase));
      trial.fault("kill %d: %s, %d ms into a checkpoint".formatted(kill, victim.name(), phase));
      victim.kill();
      trial.awaitRunningAgain(before);
      victim.restart();
      trial.cluster().awaitTaskManagers(2);
      trial.awaitCheckpoints(2);
      trial.healed("two checkpoints later");
    }
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) {
    return List.of();
  }
}
