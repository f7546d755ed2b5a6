package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Joins one decision with what it earned: of repeated records the first counts, by the time of its
 * arrival, its place, its own time, and at last its bytes, so that the order of reading plays no
 * part.
 */
public final class RewardJoin {
  /** Decisions of another optimiser than the bandit. */
  public static final String NOT_OF_THE_BANDIT = "NOT_OF_THE_BANDIT";

  /** A record that came again. */
  public static final String REPEATED = "REPEATED";

  /** An outcome whose recommendation is not in the history. */
  public static final String UNKNOWN_RECOMMENDATION = "UNKNOWN_RECOMMENDATION";

  /** A decision nobody answered. */
  public static final String NO_OUTCOME = "NO_OUTCOME";

  /** An outcome that left the reward to be measured. */
  public static final String NO_REWARD = "NO_REWARD";

  /** Nothing was carried out. */
  public static final String NOT_APPLIED = "NOT_APPLIED";

  /** Probabilities that are none, or do not allow what was drawn. */
  public static final String BAD_PROPENSITY = "BAD_PROPENSITY";

  private static final String BANDIT = "bandit";
  private static final double ROUNDING = 1e-6;

  private static final Comparator<Origin> ARRIVAL =
      Comparator.comparingLong(Origin::appendMillis)
          .thenComparing(Origin::topicPartition)
          .thenComparingLong(Origin::offset);

  private static final Comparator<Outcome> FIRST =
      Comparator.comparing(Outcome::origin, ARRIVAL)
          .thenComparingLong(Outcome::observedAt)
          .thenComparing(Outcome::payload, Arrays::compare);

  private static final Comparator<LoggedDecision> FIRST_DECISION =
      Comparator.comparing(LoggedDecision::origin, ARRIVAL)
          .thenComparingLong(LoggedDecision::decidedAt);

  private RewardJoin() {}

  /**
   * The lesson of one recommendation id.
   *
   * @param refused is told the reason for each record that teaches nothing
   */
  public static Optional<Lesson> of(
      List<LoggedDecision> decisions, List<Outcome> outcomes, Consumer<String> refused) {
    Optional<LoggedDecision> decision = decisions.stream().min(FIRST_DECISION);
    Optional<Outcome> outcome = outcomes.stream().min(FIRST);
    for (int i = 1; i < decisions.size(); i++) {
      refused.accept(REPEATED);
    }
    if (decision.isEmpty()) {
      outcomes.forEach(each -> refused.accept(UNKNOWN_RECOMMENDATION));
      return Optional.empty();
    }
    for (int i = 1; i < outcomes.size(); i++) {
      refused.accept(REPEATED);
    }
    Optional<String> fault = fault(decision.get(), outcome);
    fault.ifPresent(refused);
    return fault.isPresent()
        ? Optional.empty()
        : Optional.of(lesson(decision.get(), outcome.orElseThrow()));
  }

  private static Optional<String> fault(LoggedDecision decision, Optional<Outcome> outcome) {
    if (!decision.optimizer().equals(BANDIT)) {
      return Optional.of(NOT_OF_THE_BANDIT);
    }
    if (!isDistribution(decision)) {
      return Optional.of(BAD_PROPENSITY);
    }
    if (outcome.isEmpty()) {
      return Optional.of(NO_OUTCOME);
    }
    if (executed(decision, outcome.get()).isEmpty()) {
      return Optional.of(NOT_APPLIED);
    }
    return outcome.get().reward() == null ? Optional.of(NO_REWARD) : Optional.empty();
  }

  private static boolean isDistribution(LoggedDecision decision) {
    double sum = 0;
    for (double each : decision.pmf().values()) {
      if (!(each >= 0 && each <= 1 + ROUNDING)) {
        return false;
      }
      sum += each;
    }
    return Math.abs(sum - 1) < ROUNDING && decision.pmf().getOrDefault(decision.action(), 0.0) > 0;
  }

  /** What was carried out, as the optimiser of the job reads it. */
  private static Optional<String> executed(LoggedDecision decision, Outcome outcome) {
    if (outcome.executedAction() == null) {
      return outcome.applied() ? Optional.of(decision.action()) : Optional.empty();
    }
    boolean contradicts = !outcome.applied() && outcome.executedAction().equals(decision.action());
    return contradicts ? Optional.empty() : Optional.of(outcome.executedAction());
  }

  private static Lesson lesson(LoggedDecision decision, Outcome outcome) {
    return new Lesson(
        decision.target(),
        decision.system(),
        decision.component(),
        decision.decidedAt(),
        decision.decisionNumber(),
        decision.action(),
        executed(decision, outcome).orElseThrow(),
        outcome.reward(),
        decision.pmf(),
        decision.vetoed(),
        decision.context());
  }
}
