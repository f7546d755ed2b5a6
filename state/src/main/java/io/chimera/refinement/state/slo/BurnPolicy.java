package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Severity;
import java.io.Serializable;
import java.util.Optional;

/**
 * An alert on how fast an error budget burns: over a long window, so that it matters, and over a
 * short one, so that it is still going on.
 *
 * @param name unique name
 * @param conditions burn rates, any of which fires
 * @param action action it asks for, or the empty string
 */
public record BurnPolicy(String name, java.util.List<Condition> conditions, String action)
    implements Serializable {

  /**
   * One burn rate.
   *
   * @param rate how many times faster than the budget allows
   * @param longMillis over which it must burn so fast
   * @param shortMillis over which it must still do so
   * @param holdMillis for how long
   * @param severity severity of the alert
   */
  public record Condition(
      double rate, long longMillis, long shortMillis, long holdMillis, Severity severity)
      implements Serializable {}

  /**
   * One event in little traffic burns a budget quickly and means nothing: so many bad ones must be
   * in the long window.
   */
  static final long LEAST_BAD = 2;

  /** The rule that its alerts belong to. */
  public AlertRule rule(Objective objective, Condition condition) {
    return new AlertRule(
        name + ":" + objective.name(),
        java.util.List.of(),
        AlertRule.Scope.SYSTEM,
        condition.longMillis(),
        condition.holdMillis(),
        condition.severity(),
        action,
        0,
        false,
        null);
  }

  /** What the history says of a condition; empty while there is nothing to say. */
  public static Optional<AlertReading> read(
      Condition condition, Budget budget, BudgetHistory history, long endMillis) {
    Counts longer = history.last(condition.longMillis(), endMillis);
    Counts shorter = history.last(condition.shortMillis(), endMillis);
    if (longer.total() == 0) {
      return Optional.empty();
    }
    double burn = budget.burnRate(longer.badShare());
    boolean broken =
        burn >= condition.rate()
            && budget.burnRate(shorter.badShare()) >= condition.rate()
            && longer.bad() >= LEAST_BAD;
    return Optional.of(
        new AlertReading(broken, true, burn, condition.rate(), "x", "burn rate", "at or above"));
  }

  /**
   * Whether a condition can fire at all: not when even total failure burns slower.
   *
   * @return the arithmetic of why not, or empty
   */
  public static Optional<String> impossible(double rate, double target) {
    double share = rate * (1 - target);
    return share <= 1 + 1e-12
        ? Optional.empty()
        : Optional.of(
            "%s x (1 - %s) = %s > 1: everything failing burns the budget %s times as fast at most"
                .formatted(
                    io.chimera.refinement.state.event.Figures.text(rate),
                    io.chimera.refinement.state.event.Figures.text(target),
                    io.chimera.refinement.state.event.Figures.text(share),
                    io.chimera.refinement.state.event.Figures.text(1 / (1 - target))));
  }
}
