package io.chimera.refinement.state.optimise.retrain;

import java.io.Serializable;

/**
 * What came of retraining one catalogue.
 *
 * @param target the catalogue
 * @param lessons decisions with a reward
 * @param subjects components they were for
 * @param trials settings that were tried
 * @param settings the best of them, for a person; empty when there was too little history
 * @param learners the part of the model that is for components of the history
 * @param pooled the part that others start from
 * @param version of the model, or null when there is none
 */
public record RetrainingReport(
    String target,
    int lessons,
    int subjects,
    int trials,
    String settings,
    Part learners,
    Part pooled,
    String version)
    implements Serializable {

  /**
   * One part of a model.
   *
   * @param estimate what it is worth, on history it was not chosen by; null when there was too
   *     little
   * @param why why it is not in the model, in one clause; empty when it is
   */
  public record Part(PolicyEstimate estimate, String why) implements Serializable {
    /** Whether it is in the model. */
    public boolean isPublished() {
      return why.isEmpty();
    }
  }

  public boolean isPublished() {
    return version != null;
  }

  /** Why there is no learner of a component; empty when there is. */
  public String why() {
    return learners.why();
  }

  /** What the model is worth: to components of the history, else to those that start from it. */
  public PolicyEstimate estimate() {
    return learners.isPublished() || !pooled.isPublished()
        ? learners.estimate()
        : pooled.estimate();
  }
}
