package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.oracle.LoadShape;
import io.chimera.refinement.local.oracle.Output.Decision;
import io.chimera.refinement.local.oracle.Tally;
import io.chimera.refinement.local.world.Patience;
import java.time.Duration;
import java.util.List;

/**
 * 13: the database is killed and comes back after three minutes. Recommendations must not notice,
 * and afterwards every point is there once.
 */
final class DatabaseOutage implements Scenario {
  private static final double MOST_RISE = 1.2;
  private static final double QUANTILE = 0.99;

  /** From a report to what follows from it: the disorder that is waited for. */
  private static final long OUT_OF_ORDERNESS_MILLIS = 5_001;

  /** A breaker that is open asks once a minute. */
  private static final Patience DELIVERY =
      new Patience(Duration.ofMinutes(4), Duration.ofSeconds(2));

  private long steadyMillis;

  @Override
  public int number() {
    return 13;
  }

  @Override
  public String title() {
    return "database away for three minutes";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(280);
  }

  @Override
  public Needs needs() {
    return new Needs(1, true, true);
  }

  @Override
  public LoadShape load(long seed, int partitions) {
    // Enough components for enough decisions to speak of a p99.
    return LoadShape.mixed(seed, partitions).withFleet(64, 16);
  }

  @Override
  public int allowedRestarts() {
    return 0;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(20));
    steadyMillis = System.currentTimeMillis();
    trial.pause(Duration.ofMinutes(1));
    trial.fault("killed the database");
    trial.cluster().databaseProcess().kill();
    trial.pause(Duration.ofMinutes(3));
    trial.cluster().databaseProcess().restart();
    trial.cluster().awaitDatabase();
    trial.healed("the database answers again");
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) throws Exception {
    String url = trial.cluster().databaseUrl();
    DELIVERY.awaits(
        () -> {
          trial.cluster().database().awaitApplied();
          return trial.oracle().database(url, trial.output()).clean();
        });
    Tally points = trial.oracle().database(url, trial.output());
    trial.tally().add(points);
    trial.note("%d rows in the database".formatted(points.facts().get("rows")));
    double before = delaySeconds(trial, steadyMillis, trial.faultMillis());
    double during = delaySeconds(trial, trial.faultMillis(), trial.healedMillis());
    trial.note("p99 of recommendations %.2f s before, %.2f s during".formatted(before, during));
    return Bars.all(
        Bars.holds(before > 0, "there must be recommendations before the outage"),
        Bars.atMost("p99 of recommendations during the outage", during, MOST_RISE * before));
  }

  /** p99 from the moment at which event time was there until the recommendation was out. */
  private static double delaySeconds(Trial trial, long fromMillis, long toMillis) {
    long[] delays =
        trial.output().decisions().stream()
            .filter(each -> each.emittedAt() >= fromMillis && each.emittedAt() < toMillis)
            .mapToLong(each -> delay(trial, each))
            .sorted()
            .toArray();
    return delays.length == 0 ? 0 : delays[(int) (QUANTILE * (delays.length - 1))] / 1000.0;
  }

  private static long delay(Trial trial, Decision decision) {
    return decision.emittedAt()
        - trial.load().wallMillisOf(decision.decidedAt() + OUT_OF_ORDERNESS_MILLIS);
  }
}
