package io.chimera.refinement.state.optimise.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Logistic regressions that run beside one another, mixed by how well they have predicted: on the
 * features or on random features, for actions that are independent or that exclude one another, and
 * with priors of several strengths. None of that has to be known.
 */
final class ModelMixture {
  private static final double MEMORY = 0.999;
  private static final double FIRST_ODDS_OF_EXCLUSIVE = -1;
  private static final double FIRST_ODDS_OF_WAVES = -3;

  /** Each prior is so much stronger than the one before. */
  private static final double RATIO = 4;

  private static final int WAVES_PRIORS = 2;

  /** Random features say in many weights what takes few on the features: each may be larger. */
  private static final double WAVES_RIDGE = 0.5;

  /** No model is ruled out by a single reward. */
  private static final double LEAST_CHANCE = 0.01;

  /** Uncertainty of models with a smaller share is not worth its cost. */
  private static final double NEGLIGIBLE = 0.01;

  private record Model(LogisticRegressions regressions, boolean waves) {
    boolean exclusive() {
      return regressions.exclusive();
    }
  }

  private final int actions;
  private final double memory;
  private final List<Model> models = new ArrayList<>();
  private Odds odds;

  /** A context as the models see it: its standardised features, and random ones beside them. */
  record Inputs(double[] features, double[] waves) {}

  ModelMixture(int actions, int features, int waves, ContextSettings settings) {
    this.actions = actions;
    memory = settings.memory();
    List<Double> first = new ArrayList<>();
    for (boolean exclusive : settings.exclusive() ? new boolean[] {false, true} : new boolean[1]) {
      double ridge = settings.ridge();
      for (int i = 0; i < settings.priors(); i++, ridge *= RATIO) {
        models.add(new Model(new LogisticRegressions(actions, features, ridge, exclusive), false));
        first.add(exclusive ? FIRST_ODDS_OF_EXCLUSIVE : 0);
      }
      ridge = WAVES_RIDGE * settings.ridge();
      for (int i = 0; waves > 0 && i < WAVES_PRIORS; i++, ridge *= RATIO) {
        models.add(
            new Model(new LogisticRegressions(actions, features + waves, ridge, exclusive), true));
        first.add(FIRST_ODDS_OF_WAVES);
      }
    }
    odds = new Odds(MEMORY, first.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Mean reward of each action, as each model sees it.
   *
   * @param binary whether all rewards are 0 or 1: others cannot exclude one another
   */
  double[][] predict(Inputs inputs, boolean binary) {
    double[][] predictions = new double[models.size()][];
    for (int i = 0; i < predictions.length; i++) {
      Model model = models.get(i);
      predictions[i] =
          model.exclusive() && !binary
              ? new double[actions]
              : model.regressions().predict(of(inputs, model));
    }
    return predictions;
  }

  private static double[] of(Inputs inputs, Model model) {
    return model.waves() ? inputs.waves() : inputs.features();
  }

  /** Mean reward of each action, as all models see it together. */
  double[] mean(double[][] predictions, boolean binary) {
    double[] shares = shares(binary);
    double[] means = new double[actions];
    for (int i = 0; i < shares.length; i++) {
      for (int k = 0; k < actions; k++) {
        means[k] += shares[i] * predictions[i][k];
      }
    }
    return means;
  }

  private double[] shares(boolean binary) {
    return odds.shares(i -> binary || !models.get(i).exclusive());
  }

  /**
   * Variance of the log odds of each action: that of the models on the features alone, so that
   * exploration is paid once.
   */
  double[] variances(Inputs inputs, boolean binary) {
    double exclusive = 0;
    double[] shares = shares(binary);
    for (int i = 0; i < shares.length; i++) {
      exclusive += models.get(i).exclusive() ? shares[i] : 0;
    }
    double[] variances = new double[actions];
    add(variances, 1 - exclusive, i -> !models.get(i).exclusive(), inputs);
    add(variances, exclusive, i -> models.get(i).exclusive(), inputs);
    return variances;
  }

  private void add(double[] variances, double weight, IntPredicate among, Inputs inputs) {
    if (weight < NEGLIGIBLE) {
      return;
    }
    double[] shares = odds.shares(i -> among.test(i) && !models.get(i).waves());
    for (int i = 0; i < shares.length; i++) {
      for (int k = 0; shares[i] > NEGLIGIBLE && k < actions; k++) {
        double variance = models.get(i).regressions().variance(k, inputs.features());
        variances[k] += weight * shares[i] * variance;
      }
    }
  }

  /**
   * Learns a reward.
   *
   * @param predictions of each model before
   * @param spread variance of a reward by which models are told apart, if it is not binary
   */
  void learn(Inputs inputs, double[][] predictions, Observation seen, double spread) {
    for (int i = 0; i < predictions.length; i++) {
      Model model = models.get(i);
      if (!model.exclusive() || seen.binary()) {
        double pooled = predictions[i][seen.action()];
        double apart = seen.apart().mean();
        double mean = apart == 0 ? pooled : Logit.chance(Logit.of(pooled) + apart);
        odds.score(i, loss(mean, seen, spread));
        model.regressions().learn(of(inputs, model), seen, memory);
      }
    }
  }

  private static double loss(double mean, Observation seen, double spread) {
    if (seen.binary()) {
      return seen.loss(Math.max(LEAST_CHANCE, Math.min(1 - LEAST_CHANCE, mean)));
    }
    double error = seen.reward() - mean;
    return 0.5 * error * error / spread;
  }

  void write(DataOutput out) throws IOException {
    odds.write(out);
    for (Model model : models) {
      model.regressions().write(out);
    }
  }

  /** Takes over what {@link #write} wrote, for the same actions, features and settings. */
  void restore(DataInput in) throws IOException {
    odds = Odds.read(in, MEMORY);
    for (Model model : models) {
      model.regressions().restore(in);
    }
  }
}
