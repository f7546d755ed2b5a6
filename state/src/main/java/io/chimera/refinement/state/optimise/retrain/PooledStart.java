package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * What all components of a catalogue have taught together, for one that has learned little itself.
 *
 * @param components that taught it
 * @param settings of the learner
 * @param estimate what the first decisions of components were worth that it had not learned from
 * @param learner snapshot of a bandit; of how components differ it holds that of those that the
 *     model has no learner of, at most {@value #MOST_GROUPS}
 */
public record PooledStart(
    int components, BanditSettings settings, PolicyEstimate estimate, byte[] learner)
    implements Serializable {
  /**
   * Rewards of its own from which on a component has no use for the pooled start: over so many
   * first decisions its worth is estimated.
   */
  public static final int OWN_LESSONS = 50;

  /** Some hundreds of bytes each, per action. */
  static final int MOST_GROUPS = 500;

  /**
   * The bandit that one component starts with.
   *
   * @param subject what its decisions are for: others draw otherwise
   * @param key {@code system/component}
   */
  public Bandit of(int actions, int features, long seed, String subject, String key) {
    Bandit bandit = new Bandit(actions, features, seed, subject, settings);
    try {
      bandit.restore(new DataInputStream(new ByteArrayInputStream(learner)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a model was proved to be readable when it was admitted
    }
    bandit.settleIn(key);
    return bandit;
  }
}
