package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.oracle.LoadRecord;
import io.chimera.refinement.local.oracle.LoadShape;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** 18: one record in four is no report, in every way there is; one is too large for the broker. */
final class PoisonFlood implements Scenario {
  private static final int TEN_MEGABYTES = 10 << 20;

  @Override
  public int number() {
    return 18;
  }

  @Override
  public String title() {
    return "poison of every kind";
  }

  @Override
  public Duration duration() {
    return Duration.ofMinutes(1);
  }

  @Override
  public LoadShape load(long seed, int partitions) {
    return LoadShape.mixed(seed, partitions).withPoison(0.25);
  }

  @Override
  public int allowedRestarts() {
    return 0;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(20));
    trial.fault("a record of 10 MB");
    trial
        .load()
        .send(
            List.of(
                new LoadRecord("ten-megabytes", 0, "poison", new byte[TEN_MEGABYTES], Map.of())));
    trial.pause(Duration.ofSeconds(20));
  }
}
