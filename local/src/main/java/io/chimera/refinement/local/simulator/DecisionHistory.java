package io.chimera.refinement.local.simulator;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.DecisionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A history of decisions with known truth: components whose best action depends on the moment, and
 * a world that changes once. A bandit decides and learns until then; afterwards it decides as
 * before, as a model that grew stale.
 *
 * @param seed of everything
 * @param components components that take turns
 * @param driftAt number of the decision at which the world changes
 * @param variety how far components differ in what pays: 0 not at all, 1 as if they had nothing in
 *     common
 */
public record DecisionHistory(long seed, int components, int driftAt, double variety) {
  public static final String TARGET = "simulated";
  public static final List<String> ACTIONS = List.of("hold", "purge", "scale_out", "shift_load");

  private static final String SYSTEM = "sim";
  private static final long START = 1_789_948_800_000L;
  private static final long STEP_MILLIS = 1_000;
  private static final double EXPLORATION = 0.1;
  private static final double NOISE = 0.15;
  private static final int DIRECTIONS = 3;
  private static final String ALL = "";

  /** A world whose components are alike. */
  public DecisionHistory(long seed, int components, int driftAt) {
    this(seed, components, driftAt, 0);
  }

  /** How an action is chosen: probabilities by component and context. */
  @FunctionalInterface
  public interface Policy {
    double[] pmf(String subject, double[] context);
  }

  /** {@code system/component} of a component by its number. */
  public static String subject(int component) {
    return SYSTEM + "/svc-" + component;
  }

  /** A bandit per component, by subject, that knows nothing. */
  public Map<String, Bandit> bandits() {
    Map<String, Bandit> bandits = new LinkedHashMap<>();
    for (int i = 0; i < components; i++) {
      bandits.put(
          subject(i),
          new Bandit(
              ACTIONS.size(), DecisionContext.FEATURES, seed, subject(i), BanditSettings.SMALL));
    }
    return bandits;
  }

  /** The moment of decision {@code number}: level, change and unrest of the objective, findings. */
  public double[] context(long number) {
    Draws draws = new Draws(seed);
    return new double[] {
      draws.between(100, 300, "level", number, 0),
      draws.between(-0.5, 0.5, "change", number, 0),
      draws.between(0, 0.2, "spread", number, 0),
      Math.floor(draws.between(0, 4, "findings", number, 0))
    };
  }

  /** Mean reward of each action in a context, where components are alike. */
  public double[] means(double[] context, boolean afterDrift) {
    return means(0, context, afterDrift);
  }

  /** Mean reward of each action of a component in a context. */
  public double[] means(int component, double[] context, boolean afterDrift) {
    double[] z = {(context[0] - 200) / 100, 2 * context[1], (context[3] - 1.5) / 1.5};
    double[] means = new double[ACTIONS.size()];
    for (int k = 0; k < means.length; k++) {
      int role = afterDrift ? (k + 1) % means.length : k;
      double common = effect(ALL, role, z);
      double sum =
          variety == 0
              ? common
              : (1 - variety) * common + variety * effect(subject(component), role, z);
      means[k] = Math.max(0, Math.min(1, 0.5 + sum));
    }
    return means;
  }

  /** What decision {@code number} pays where {@code mean} is paid on average. */
  public double reward(double mean, long number) {
    return Math.max(0, Math.min(1, mean + NOISE * new Draws(seed).normal("reward", number, 0)));
  }

  private double effect(String of, int role, double[] z) {
    Draws draws = new Draws(seed);
    double sum = draws.between(-0.1, 0.1, "base" + of, role, 0);
    for (int i = 0; i < DIRECTIONS; i++) {
      sum += draws.between(-0.35, 0.35, "slope-" + i + of, role, 0) * z[i];
    }
    return sum;
  }

  /** Mean reward of a policy over {@code moments} that are in no history, after the change. */
  public double value(Policy policy, int moments) {
    double sum = 0;
    for (int i = 0; i < moments; i++) {
      double[] context = context(-1L - i);
      double[] means = means(i % components, context, true);
      double[] pmf = policy.pmf(subject(i % components), context);
      for (int k = 0; k < means.length; k++) {
        sum += pmf[k] * means[k] / moments;
      }
    }
    return sum;
  }

  /** Mean reward of who knows a world whose components are alike. */
  public double best(int moments) {
    return value(
        (subject, context) -> {
          double[] means = means(context, true);
          double[] pmf = new double[means.length];
          int best = 0;
          for (int k = 1; k < means.length; k++) {
            best = means[k] > means[best] ? k : best;
          }
          pmf[best] = 1;
          return pmf;
        },
        moments);
  }

  /**
   * Writes decisions and their outcomes as JSON lines, as the topics carry them.
   *
   * @param bandits who decide; they learn until the world changes
   */
  public void write(int decisions, Map<String, Bandit> bandits, OutputStream out)
      throws IOException {
    JsonWriter<Recommendation> recommendations = JsonWriter.recommendations();
    JsonWriter<Outcome> outcomes = JsonWriter.outcomes();
    for (int i = 0; i < decisions; i++) {
      Decided decided = decide(i, bandits, i < driftAt);
      out.write(recommendations.write(decided.recommendation()));
      out.write('\n');
      out.write(outcomes.write(decided.outcome()));
      out.write('\n');
    }
  }

  /**
   * Lets bandits go on after a history, learning from every decision as it is answered.
   *
   * @param from number of the first decision, after the change
   */
  public void learn(int from, int decisions, Map<String, Bandit> bandits) {
    for (int i = from; i < from + decisions; i++) {
      decide(i, bandits, true);
    }
  }

  /** A decision and what came of it. */
  public record Decided(Recommendation recommendation, Outcome outcome) {}

  /** All of it, for small histories. */
  public List<Decided> decisions(int number) {
    Map<String, Bandit> bandits = bandits();
    List<Decided> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(decide(i, bandits, i < driftAt));
    }
    return all;
  }

  private Decided decide(int number, Map<String, Bandit> bandits, boolean learns) {
    int component = number % components;
    Bandit bandit = bandits.get(subject(component));
    double[] context = context(number);
    String name = "svc-" + component;
    long decisionNumber = number / components + 1L;
    String id = Recommendation.id(SYSTEM, name, "bandit", TARGET, decisionNumber);
    Bandit.Draw draw = bandit.decide(id, null, context, null, EXPLORATION);
    double mean = means(component, context, number >= driftAt)[draw.action()];
    double reward = reward(mean, number);
    if (learns) {
      bandit.reward(id, reward);
    } else {
      bandit.abandon(id);
    }
    long at = START + number * STEP_MILLIS;
    return new Decided(
        recommendation(id, name, decisionNumber, at, context, draw),
        new Outcome(id, true, ACTIONS.get(draw.action()), reward, at + 30_000, null, new byte[0]));
  }

  private static Recommendation recommendation(
      String id, String component, long number, long at, double[] context, Bandit.Draw draw) {
    Map<String, Double> pmf = new LinkedHashMap<>();
    for (int k = 0; k < ACTIONS.size(); k++) {
      pmf.put(ACTIONS.get(k), draw.pmf()[k]);
    }
    return new Recommendation(
        id,
        SYSTEM,
        component,
        null,
        at,
        number,
        "bandit",
        TARGET,
        ACTIONS.get(draw.action()),
        Map.of(),
        draw.propensity(),
        pmf,
        Map.of(),
        Map.of(
            "objective", context[0],
            "latency_ms_change", context[1],
            "latency_ms_spread", context[2],
            "open_findings", context[3]),
        Bandit.MODEL + ":" + number,
        0,
        -1,
        1,
        draw.propensity(),
        List.of(),
        "live",
        300,
        "simulated");
  }
}
