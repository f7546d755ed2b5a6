package io.chimera.refinement.local.chaos;

import java.time.Duration;

/** 30: the job is rescaled from 2 to 4 and to 1 by savepoints. */
final class Rescaled implements Scenario {
  @Override
  public int number() {
    return 30;
  }

  @Override
  public String title() {
    return "rescaled 2, 4, 1 by savepoint";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(100);
  }

  @Override
  public int allowedRestarts() {
    return 0;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(25));
    trial.fault("to parallelism 4");
    trial.rescale(4);
    trial.healed("runs with 4");
    trial.pause(Duration.ofSeconds(25));
    trial.note("to parallelism 1");
    trial.rescale(1);
    trial.healed("runs with 1");
  }
}
