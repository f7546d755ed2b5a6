package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;

/**
 * What one document of a pack says; exactly one of the fields is set.
 *
 * @param objectives objectives of one SLO: several when it is stated by percentile
 */
public record SloDocument(
    List<Objective> objectives,
    BurnPolicy burn,
    ScalingPolicy scaling,
    RegressionBudget regression,
    TierPolicy tiers,
    MetricCatalogue metrics,
    Silence silence,
    ExclusionWindow exclusion,
    ActiveConditions conditions,
    SequencePattern sequence,
    Reference reference)
    implements Serializable {
  private static final SloDocument NOTHING =
      new SloDocument(null, null, null, null, null, null, null, null, null, null, null);

  /** A document that says all with its name. */
  public static SloDocument nothing() {
    return NOTHING;
  }

  public static SloDocument of(List<Objective> objectives) {
    return new SloDocument(objectives, null, null, null, null, null, null, null, null, null, null);
  }

  public static SloDocument of(BurnPolicy burn) {
    return new SloDocument(null, burn, null, null, null, null, null, null, null, null, null);
  }

  public static SloDocument of(ScalingPolicy scaling) {
    return new SloDocument(null, null, scaling, null, null, null, null, null, null, null, null);
  }

  public static SloDocument of(RegressionBudget regression) {
    return new SloDocument(null, null, null, regression, null, null, null, null, null, null, null);
  }

  public static SloDocument of(TierPolicy tiers) {
    return new SloDocument(null, null, null, null, tiers, null, null, null, null, null, null);
  }

  public static SloDocument of(MetricCatalogue metrics) {
    return new SloDocument(null, null, null, null, null, metrics, null, null, null, null, null);
  }

  public static SloDocument of(Silence silence) {
    return new SloDocument(null, null, null, null, null, null, silence, null, null, null, null);
  }

  public static SloDocument of(ExclusionWindow exclusion) {
    return new SloDocument(null, null, null, null, null, null, null, exclusion, null, null, null);
  }

  public static SloDocument of(ActiveConditions conditions) {
    return new SloDocument(null, null, null, null, null, null, null, null, conditions, null, null);
  }

  public static SloDocument of(SequencePattern sequence) {
    return new SloDocument(null, null, null, null, null, null, null, null, null, sequence, null);
  }

  public static SloDocument of(Reference reference) {
    return new SloDocument(null, null, null, null, null, null, null, null, null, null, reference);
  }
}
