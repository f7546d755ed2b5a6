package io.chimera.refinement.local.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * How the fleet answers a recommendation: mostly it acts and says how well it went, sometimes it
 * acts and leaves the measuring to the product, and sometimes it does nothing at all. Not
 * thread-safe.
 */
public final class Responder {
  private static final double ACTS_AND_TELLS = 0.7;
  private static final double ACTS = 0.9;
  private static final double REWARD_NOISE = 0.08;
  private static final long FASTEST_MILLIS = 4_000;
  private static final long SLOWEST_MILLIS = 8_000;

  private final Fleet fleet;
  private final Draws draws;
  private final GainTally tally = new GainTally();

  public Responder(Fleet fleet, FleetPlan plan) {
    this.fleet = fleet;
    this.draws = new Draws(plan.seed());
  }

  /**
   * An outcome message.
   *
   * @param sendAtMillis when it is to be sent
   */
  public record Reply(String recommendationId, long sendAtMillis, byte[] json) {}

  /** Acts on the advice, and answers when it chooses to. */
  public Optional<Reply> react(Advice advice, long nowMillis) {
    if (!advice.system().equals(FleetPlan.SYSTEM)
        || !fleet.knows(advice.component())
        || !advice.isToBeApplied()) {
      return Optional.empty();
    }
    if (!advice.isSetting()) {
      tally.add(advice, action -> fleet.expectedReward(advice.component(), action));
    }
    double choice = draws.uniform("reaction", advice.recommendationId());
    if (choice >= ACTS) {
      return Optional.empty();
    }
    double truth = applied(advice, nowMillis);
    double noise = REWARD_NOISE * 2 * (draws.uniform("noise", advice.recommendationId()) - 0.5);
    Double reward = choice < ACTS_AND_TELLS ? Math.max(0, Math.min(1, truth + noise)) : null;
    long sendAt =
        nowMillis
            + FASTEST_MILLIS
            + (long)
                ((SLOWEST_MILLIS - FASTEST_MILLIS)
                    * draws.uniform("wait", advice.recommendationId()));
    return Optional.of(
        new Reply(advice.recommendationId(), sendAt, outcome(advice, reward, sendAt)));
  }

  /** Acts on it, and returns the expected reward, of settings that of having them. */
  private double applied(Advice advice, long nowMillis) {
    if (advice.isSetting()) {
      fleet.configure(advice.component(), advice.settings(), nowMillis);
      return fleet.expectedReward(advice.component(), advice.settings());
    }
    fleet.apply(advice.component(), advice.action(), nowMillis);
    return fleet.expectedReward(advice.component(), advice.action());
  }

  /** What the decisions so far were worth; settings are no decisions between actions. */
  public GainTally tally() {
    return tally;
  }

  private static byte[] outcome(Advice advice, Double reward, long observedAtMillis) {
    String json =
        "{\"recommendationId\":\"%s\",\"applied\":true,\"executedAction\":\"%s\"%s,\"observedAt\":%d}"
            .formatted(
                advice.recommendationId(),
                advice.action(),
                reward == null ? "" : String.format(Locale.ROOT, ",\"reward\":%.4f", reward),
                observedAtMillis);
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
