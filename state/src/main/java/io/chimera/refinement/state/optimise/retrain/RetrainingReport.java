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
 * @param estimate of the best on history it was not chosen by, or null
 * @param version of the model, or null when there is none
 * @param why why there is none, in one clause; empty when there is
 */
public record RetrainingReport(
    String target,
    int lessons,
    int subjects,
    int trials,
    String settings,
    PolicyEstimate estimate,
    String version,
    String why)
    implements Serializable {

  public boolean isPublished() {
    return version != null;
  }
}
