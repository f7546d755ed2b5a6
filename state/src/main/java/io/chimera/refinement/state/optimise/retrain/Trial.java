package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.Propensity;
import io.chimera.refinement.state.optimise.arm.ArmSettings;
import io.chimera.refinement.state.optimise.context.ContextSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Settings that are tried over history.
 *
 * @param number from 0
 * @param share newest share of the older part of history that is learned from: where the world has
 *     changed, less is more
 */
record Trial(int number, BanditSettings settings, double share) {
  private static final double[] SHARES = {1, 0.5, 0.25, 0.125};

  /** Random features per action: more would make a component's state large. */
  private static final int[] WAVES = {0, 0, 12, 24};

  /**
   * The settings in force over each share of history, then settings at random (Bergstra and Bengio,
   * "Random search for hyper-parameter optimization", 2012): the same for the same seed.
   */
  static List<Trial> plan(int number, long seed) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      trials.add(
          i < SHARES.length
              ? new Trial(i, BanditSettings.SMALL, SHARES[i])
              : new Draws(seed, i).trial());
    }
    return trials;
  }

  /** The same settings over each share of history. */
  Stream<Trial> overEachShare() {
    return Arrays.stream(SHARES).mapToObj(each -> new Trial(number, settings, each));
  }

  /** What a person wants to know of it. */
  String describe() {
    ContextSettings contexts = settings.contexts();
    return String.format(
        Locale.ROOT,
        "ridge %.2g, memory %.4g, optimism %.2g, random features %d, exclusive %b, floor %.2g to %.2g, newest %.3g of the history",
        contexts.ridge(),
        contexts.memory(),
        contexts.optimism(),
        contexts.waves(),
        contexts.exclusive(),
        settings.firstFloor(),
        settings.lastFloor(),
        share);
  }

  /** Draws by name, so that a further setting changes none of the others. */
  private record Draws(long seed, int number) {
    private double uniform(String setting) {
      return Propensity.uniform(seed, setting, number);
    }

    private double between(String setting, double from, double to) {
      return from + (to - from) * uniform(setting);
    }

    private double logBetween(String setting, double from, double to) {
      return StrictMath.exp(between(setting, StrictMath.log(from), StrictMath.log(to)));
    }

    private int index(String setting, int length) {
      return (int) (uniform(setting) * length);
    }

    Trial trial() {
      double firstFloor = logBetween("firstFloor", 0.01, 0.1);
      double memory = uniform("forgets") < 0.5 ? 1 : 1 - logBetween("memory", 0.001, 0.03);
      BanditSettings settings =
          new BanditSettings(
              new ArmSettings(
                  true,
                  between("evidence", 3, 10),
                  logBetween("forced", 0.1, 2),
                  between("curiosity", 0, 1)),
              new ContextSettings(
                  WAVES[index("waves", WAVES.length)],
                  uniform("exclusive") < 0.5,
                  1,
                  logBetween("ridge", 0.3, 30),
                  logBetween("optimism", 0.05, 1),
                  logBetween("wavelength", 0.4, 2),
                  ContextSettings.LINEAR.amplitude(),
                  memory),
              firstFloor,
              firstFloor * between("lastFloor", 0.1, 0.5),
              logBetween("floorDecisions", 50, 2_000),
              between("trust", -1, 4),
              BanditSettings.SMALL.pending());
      return new Trial(number, settings, SHARES[index("share", SHARES.length)]);
    }
  }
}
