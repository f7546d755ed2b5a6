package io.chimera.refinement.connectors.yaml;

import java.util.List;

/** What annotations of this product there are: what OpenSLO has no field for. */
final class Annotations {
  static final String REQUIREMENT = "requirement";
  static final String STATISTIC = "statistic";
  static final String PERCENTILES = "percentiles";
  static final String WINDOW = "window";
  static final String BUDGET = "budget";
  static final String NOTE = "note";
  static final String BY = "by";
  static final String EXCLUSIONS = "exclusions";
  static final String SHORT_WINDOW = "short-window";
  static final String ACTION = "action";
  static final List<String> ALL =
      List.of(
          REQUIREMENT,
          STATISTIC,
          PERCENTILES,
          WINDOW,
          BUDGET,
          NOTE,
          BY,
          EXCLUSIONS,
          SHORT_WINDOW,
          ACTION);

  private Annotations() {}
}
