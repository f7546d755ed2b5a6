package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.optimise.ObjectiveHistory.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a choice into the recommendation that is published: what is expected of it, how sure that
 * is, and why.
 */
record Advice(
    ActionCatalogue catalogue,
    String system,
    String component,
    long decisionNumber,
    List<String> openFindings) {
  /**
   * The trend that the sentence tells is over this long; windows arrive every few seconds, so the
   * nearest older one will do.
   */
  private static final long TREND_MILLIS = 60_000;

  private static final long OLDEST_TREND_MILLIS = 120_000;

  /** Φ⁻¹(0.95): both ends of a 90 % interval. */
  private static final double NORMAL_90 = 1.6448536269514722;

  /**
   * @param hold the arm against which the gain is measured
   * @param now the objective at the decision
   * @param learned outcomes learned from so far, which names the version of the model
   */
  Recommendation from(
      Choice choice, Arm hold, Point now, ObjectiveHistory objectives, long learned) {
    boolean holds = choice.arm() == hold;
    double gain = holds ? 0 : choice.arm().posterior().mean() - hold.posterior().mean();
    double deviation =
        holds ? 0 : Math.sqrt(choice.arm().posterior().variance() + hold.posterior().variance());
    Optional<Point> past =
        objectives.lastBetween(
            now.endMillis() - OLDEST_TREND_MILLIS, now.endMillis() - TREND_MILLIS);
    // Relative change has no meaning from zero, and its ratio may overflow.
    Optional<Double> change =
        past.map(then -> (now.value() - then.value()) / Math.abs(then.value()))
            .filter(Double::isFinite);
    Map<String, Double> context = new LinkedHashMap<>();
    context.put("objective", now.value());
    change.ifPresent(ratio -> context.put(catalogue.metric() + "_change", ratio));
    String trend =
        change
            .map(
                ratio ->
                    " ("
                        + Figures.signedPercent(ratio)
                        + " in "
                        + seconds(now.endMillis() - past.orElse(now).endMillis())
                        + ")")
            .orElse("");
    return new Recommendation(
        Recommendation.id(
            system, component, ComponentOptimiser.OPTIMIZER, catalogue.name(), decisionNumber),
        system,
        component,
        null,
        now.endMillis(),
        decisionNumber,
        ComponentOptimiser.OPTIMIZER,
        catalogue.name(),
        choice.arm().action(),
        parameters(choice.arm().action()),
        choice.propensity(),
        choice.pmf(),
        choice.vetoed(),
        context,
        "beta-1:" + learned,
        gain,
        Math.max(-1, gain - NORMAL_90 * deviation),
        Math.min(1, gain + NORMAL_90 * deviation),
        choice.confidence(),
        List.copyOf(openFindings),
        catalogue.mode(),
        catalogue.ttlMillis() / 1_000,
        objective(now) + trend + "; " + record(choice.arm().statistics(), learned));
  }

  private Map<String, Double> parameters(String action) {
    return catalogue.actions().stream()
        .filter(each -> each.name().equals(action))
        .findFirst()
        .orElseThrow()
        .parameters();
  }

  private String objective(Point now) {
    String statistic = catalogue.statistic().name().toLowerCase(Locale.ROOT);
    return statistic + " of " + catalogue.metric() + " is " + Figures.text(now.value());
  }

  private static String record(ArmStatistics arm, long learned) {
    return arm.pulls() == 0
        ? arm.action() + " has no settled case yet."
        : arm.action()
            + " has earned "
            + Figures.text(Math.rint(arm.meanReward() * 100) / 100)
            + " on average in "
            + arm.pulls()
            + " of "
            + learned
            + " settled cases.";
  }

  private static String seconds(long millis) {
    return Figures.text(millis / 1_000.0) + " s";
  }
}
