package io.chimera.refinement.local.chaos;

import java.time.Duration;
import java.util.List;

/** 8: the Kafka broker is killed, back after 6 s; later again, back after a minute. */
final class BrokerKilled implements Scenario {
  private static final double LONGEST_SECONDS = 30;

  @Override
  public int number() {
    return 8;
  }

  @Override
  public String title() {
    return "broker killed for 6 s and for 60 s";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(200);
  }

  @Override
  public int allowedRestarts() {
    return 12;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(25));
    outage(trial, Duration.ofSeconds(6));
    trial.awaitCheckpoints(3);
    trial.pause(Duration.ofSeconds(15));
    outage(trial, Duration.ofMinutes(1));
  }

  private static void outage(Trial trial, Duration time) {
    trial.fault("killed the broker");
    trial.cluster().broker().kill();
    trial.pause(time);
    trial.cluster().broker().restart();
    trial.cluster().awaitBroker();
    trial.healed("the broker answers again");
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) {
    double flowing = trial.watch().firstAfterSeconds(trial.healedMillis());
    return Bars.atMost("seconds until output flows again", flowing, LONGEST_SECONDS);
  }
}
