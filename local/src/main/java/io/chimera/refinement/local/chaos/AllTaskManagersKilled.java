package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.cluster.ManagedProcess;
import java.time.Duration;

/** 3: every TaskManager is killed; they come back after a minute. */
final class AllTaskManagersKilled implements Scenario {
  @Override
  public int number() {
    return 3;
  }

  @Override
  public String title() {
    return "all TaskManagers killed, back after a minute";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(150);
  }

  @Override
  public int allowedRestarts() {
    // While there is no slot each attempt counts: 200 ms, doubled up to 30 s, for a minute.
    return 15;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(30));
    trial.fault("killed all TaskManagers");
    trial.cluster().taskManagers().forEach(ManagedProcess::kill);
    trial.pause(Duration.ofMinutes(1));
    trial.cluster().taskManagers().forEach(ManagedProcess::restart);
    trial.healed("TaskManagers started again");
  }
}
