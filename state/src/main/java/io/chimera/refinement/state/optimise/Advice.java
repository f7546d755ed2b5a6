package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.optimise.retrain.PooledStart;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns a choice into the recommendation that is published: what is expected of it, how sure that
 * is, and why.
 */
record Advice(
    ActionCatalogue catalogue, Subject subject, long decisionNumber, List<String> openFindings) {
  private static final String LIVE = "live";
  private static final String APPROVE = "approve";

  /** Φ⁻¹(0.95): both ends of a 90 % interval. */
  private static final double NORMAL_90 = 1.6448536269514722;

  /**
   * What decides.
   *
   * @param version of the trained model; empty for none
   * @param pooled whether the component started from what others have taught
   */
  record Model(String version, boolean pooled) {
    private static final String POOLED = "/pooled";

    private String name() {
      return version.isEmpty() ? Bandit.MODEL : version + (pooled ? POOLED : "");
    }
  }

  /**
   * @param hold the arm against which the gain is measured
   * @param learned outcomes learned from so far
   */
  Recommendation from(
      String id,
      Choice choice,
      Arm hold,
      long decidedAt,
      DecisionContext context,
      long learned,
      Model model) {
    boolean holds = choice.arm() == hold;
    double gain = holds ? 0 : choice.arm().posterior().mean() - hold.posterior().mean();
    double deviation =
        holds ? 0 : Math.sqrt(choice.arm().posterior().variance() + hold.posterior().variance());
    return new Recommendation(
        id,
        subject.system(),
        subject.component(),
        null,
        decidedAt,
        decisionNumber,
        ComponentOptimiser.OPTIMIZER,
        catalogue.name(),
        choice.arm().action(),
        parameters(choice.arm().action()),
        choice.propensity(),
        choice.pmf(),
        choice.vetoed(),
        context.named(catalogue.metric()),
        model.name() + ":" + learned,
        gain,
        Math.max(-1, gain - NORMAL_90 * deviation),
        Math.min(1, gain + NORMAL_90 * deviation),
        choice.confidence(),
        List.copyOf(openFindings),
        mode(choice),
        catalogue.ttlMillis() / 1_000,
        sentence(choice, decidedAt, context, learned) + start(model, learned));
  }

  /** Where an action has done harm too often, a person has the last word. */
  private String mode(Choice choice) {
    if (choice.isControl()) {
      return Choice.CONTROL;
    }
    boolean demoted = choice.arm().demoted(catalogue.guardrails().demoteAfter());
    return demoted && catalogue.mode().equals(LIVE) ? APPROVE : catalogue.mode();
  }

  private String sentence(Choice choice, long decidedAt, DecisionContext context, long learned) {
    String trend =
        context.hasChange()
            ? " ("
                + Figures.signedPercent(context.change())
                + " in "
                + seconds(decidedAt - context.past().orElseThrow().endMillis())
                + ")"
            : "";
    String told = objective(context.objective()) + trend + "; ";
    if (choice.isControl()) {
      return told + choice.arm().action() + " for comparison.";
    }
    return choice.isRollback()
        ? told + choice.reason() + " has done harm: take it back."
        : told + record(choice.arm().statistics(), learned);
  }

  private static String start(Model model, long learned) {
    return model.pooled() && learned < PooledStart.OWN_LESSONS
        ? " It goes by what other components have taught, for it has "
            + learned
            + (learned == 1 ? " case" : " cases")
            + " of its own."
        : "";
  }

  private Map<String, Double> parameters(String action) {
    return catalogue.actions().stream()
        .filter(each -> each.name().equals(action))
        .findFirst()
        .orElseThrow()
        .parameters();
  }

  private String objective(double now) {
    String statistic = catalogue.statistic().name().toLowerCase(Locale.ROOT);
    return statistic + " of " + catalogue.metric() + " is " + Figures.text(now);
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
