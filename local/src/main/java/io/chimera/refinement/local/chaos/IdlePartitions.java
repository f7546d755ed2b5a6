package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.oracle.Load;
import io.chimera.refinement.local.oracle.LoadRecord;
import io.chimera.refinement.local.oracle.LoadShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** 25: three of four partitions fall silent, then come back with what they should have sent. */
final class IdlePartitions implements Scenario {
  private static final int REVIVED = 200;

  /** Bounded disorder, idleness at the load's speed, a slide, and a busy machine, in event time. */
  private static final long LONGEST_DELAY_MILLIS = 5_000 + 2 * 5_000 + 10_000 + 2 * 10_000;

  private long delayMillis;

  @Override
  public int number() {
    return 25;
  }

  @Override
  public String title() {
    return "three of four partitions idle, then old data";
  }

  @Override
  public Duration duration() {
    return Duration.ofMinutes(2);
  }

  @Override
  public LoadShape load(long seed, int partitions) {
    // No report that is too old by itself: old data come from the silent partitions.
    return LoadShape.mixed(seed, partitions).withOld(0);
  }

  @Override
  public Needs needs() {
    // Whether what was overtaken is late depends on when it comes: no second run is the same.
    return new Needs(1, false, false);
  }

  @Override
  public int allowedRestarts() {
    return 0;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(30));
    trial.fault("three of four partitions fall silent");
    long silentEventMillis = trial.load().eventMillis();
    trial.load().change(load -> load.onlyFirst(TrialRunner.PARTITIONS / 4));
    // Longer than a window, at the load's speed: what comes then is later than "always late".
    trial.sleep(Duration.ofSeconds(50));
    trial.output().refresh();
    delayMillis = trial.load().eventMillis() - trial.output().newestWindowMillis();
    List<LoadRecord> old = new ArrayList<>();
    trial
        .load()
        .change(
            load -> {
              for (int i = 0; i < REVIVED; i++) {
                int partition = TrialRunner.PARTITIONS / 4 + i % (TrialRunner.PARTITIONS * 3 / 4);
                old.add(load.revived(partition, silentEventMillis + i));
              }
              load.onlyFirst(TrialRunner.PARTITIONS);
            });
    trial.load().send(old);
    trial.healed("old data from the silent partitions");
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) {
    long late =
        trial
            .oracle()
            .lateAmong(trial.output(), headers -> headers.containsKey(Load.REVIVED_HEADER));
    return Bars.all(
        Bars.atMost(
            "seconds of event time that windows waited for idle partitions",
            delayMillis / 1000.0,
            LONGEST_DELAY_MILLIS / 1000.0),
        Bars.holds(
            late == REVIVED, "%d old reports must be late, were %d".formatted(REVIVED, late)));
  }
}
