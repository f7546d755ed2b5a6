package io.chimera.refinement.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the optimiser gains over those who decide without it, as rows of the optimiser's suite.
 *
 * @param step called between worlds
 */
record ComparisonRows(Runnable step) {
  private static final int WORLDS = 20;
  private static final int DECISIONS = 4_000;

  List<Result> measure() {
    List<PolicyComparison.Scores> worlds = new ArrayList<>();
    for (long seed = 1; seed <= WORLDS; seed++) {
      step.run();
      worlds.add(new PolicyComparison(seed).over(DECISIONS));
    }
    double ours = mean(worlds, PolicyComparison.Scores::optimiser);
    return List.of(
        row(
            Measure.higher("6.16.static", "reward over the best fixed action", "%")
                .must(20)
                .aim(40),
            percentOver(ours, mean(worlds, PolicyComparison.Scores::oneAction))),
        row(
            Measure.higher("6.16.rules", "reward over rules with fixed thresholds", "%")
                .must(20)
                .aim(40),
            percentOver(ours, mean(worlds, PolicyComparison.Scores::rules))),
        row(
            Measure.higher("6.16.manual", "reward over a person", "%").must(25).aim(50),
            percentOver(ours, mean(worlds, PolicyComparison.Scores::person))),
        row(
            Measure.higher("6.16.accuracy", "right decisions, over a person's", "%")
                .must(25)
                .aim(50),
            percentOver(
                mean(worlds, PolicyComparison.Scores::optimiserRight),
                mean(worlds, PolicyComparison.Scores::personRight))),
        row(
            Measure.higher("6.16.variance", "less variance of repeated decisions than his", "%")
                .must(90),
            -percentOver(
                mean(worlds, PolicyComparison.Scores::optimiserVariance),
                mean(worlds, PolicyComparison.Scores::personVariance))));
  }

  private static Result row(Measure measure, double value) {
    return new Result(OptimiserSuite.NAME, measure, Sample.of(value));
  }

  private static double percentOver(double value, double other) {
    return 100 * (value / other - 1);
  }

  private static double mean(
      List<PolicyComparison.Scores> worlds, ToDoubleFunction<PolicyComparison.Scores> quantity) {
    return worlds.stream().mapToDouble(quantity).average().orElse(Double.NaN);
  }
}
