package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.oracle.LoadShape;
import java.time.Duration;
import java.util.List;

/**
 * 20: nine records of ten are repeats, some with another body, at three times the rate; a
 * TaskManager is lost on the way, so that the memory of ids is one that was restored.
 */
final class DuplicateStorm implements Scenario {
  private static final double MOST_RISE = 2;

  /** A checkpoint more or less is not a matter of the storm. */
  private static final double SLACK_SECONDS = 1;

  private long stormMillis;
  private long calmMillis;
  private LoadShape normal;

  @Override
  public int number() {
    return 20;
  }

  @Override
  public String title() {
    return "duplicate storm";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(80);
  }

  @Override
  public LoadShape load(long seed, int partitions) {
    normal = LoadShape.mixed(seed, partitions);
    return normal;
  }

  @Override
  public int allowedRestarts() {
    return 1;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(20));
    stormMillis = System.currentTimeMillis();
    trial.note("the storm begins");
    trial.load().change(load -> load.become(normal.withStorm(0.85, 0.05)));
    trial.load().faster(3);
    trial.pause(Duration.ofSeconds(20));
    calmMillis = System.currentTimeMillis();
    long before = trial.restartsOfThisJob();
    var victim = trial.busyTaskManager();
    trial.fault("killed " + victim.name());
    victim.kill();
    trial.awaitRunningAgain(before);
    victim.restart();
    trial.pause(Duration.ofSeconds(10));
    trial.load().change(load -> load.become(normal));
    trial.load().faster(1.0 / 3);
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) {
    double before = trial.watch().lagSeconds(0.99, 0, stormMillis, trial.input());
    double during = trial.watch().lagSeconds(0.99, stormMillis, calmMillis, trial.input());
    return Bars.atMost(
        "p99 of the delay during the storm in seconds", during, MOST_RISE * before + SLACK_SECONDS);
  }
}
