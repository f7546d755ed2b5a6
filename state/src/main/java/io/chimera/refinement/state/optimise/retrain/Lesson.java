package io.chimera.refinement.state.optimise.retrain;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A decision of the past together with what it earned.
 *
 * @param target catalogue of the decision
 * @param decidedAt event time, epoch milliseconds
 * @param drawn action that was drawn from {@code pmf}
 * @param executed action that was carried out and earned the reward
 * @param reward 0 to 1
 * @param pmf probability of every action that was allowed
 * @param vetoed actions that were not allowed
 * @param context features by name
 */
public record Lesson(
    String target,
    String system,
    String component,
    long decidedAt,
    long decisionNumber,
    String drawn,
    String executed,
    double reward,
    Map<String, Double> pmf,
    List<String> vetoed,
    Map<String, Double> context) {
  /** The order of history; whatever order lessons came in, this one is the same. */
  public static final Comparator<Lesson> ORDER =
      Comparator.comparingLong(Lesson::decidedAt)
          .thenComparing(Lesson::subject)
          .thenComparingLong(Lesson::decisionNumber)
          .thenComparing(Lesson::drawn)
          .thenComparingDouble(Lesson::reward);

  /** {@code system/component}. */
  public String subject() {
    return system + '/' + component;
  }
}
