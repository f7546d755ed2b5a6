package io.chimera.refinement.state.detect;

/** What a value is looked at for. The order is part of the state: entries are only added. */
public enum View {
  /** Its distance from what level, day and week lead to expect. */
  SEASON,
  /** Its distance from the level. */
  LEVEL,
  /** Its distance from the value before. */
  CHANGE,
  /** The mean of the last few distances from what was expected. */
  MEAN,
  /** The size of the last few changes, against their usual size. */
  VARIATION,
  /** The mean of more of the last distances. */
  DRIFT,
  /** How rare the last few values were. */
  BURST,
  /** The combination of several of these. */
  PATTERN;

  /** The views that are deviations of the value, with a distribution each. */
  static final View[] DEVIATIONS = {SEASON, LEVEL, CHANGE, MEAN, VARIATION, DRIFT};

  /** The views whose sheer size counts. */
  static final View[] SIZED = {SEASON, LEVEL, CHANGE};

  /** How many views have a distribution: all but {@link #PATTERN}. */
  static final int MEASURED = 7;

  /** Whether it goes by how far the value is from something, and not by its course. */
  boolean isDistance() {
    return switch (this) {
      case SEASON, LEVEL, CHANGE, MEAN, DRIFT -> true;
      case VARIATION, BURST, PATTERN -> false;
    };
  }

  /** Least scale of the view, given that of values. */
  double floor(double valueFloor) {
    return switch (this) {
      case SEASON, LEVEL, CHANGE -> valueFloor;
      case MEAN -> 0.5 * valueFloor;
      case DRIFT -> 0.3 * valueFloor;
      case VARIATION, BURST, PATTERN -> 0.02;
    };
  }

  double handicap(Tuning tuning) {
    return switch (this) {
      case SEASON -> tuning.seasonHandicap();
      case LEVEL -> tuning.levelHandicap();
      case CHANGE -> tuning.changeHandicap();
      case MEAN -> tuning.meanHandicap();
      case VARIATION -> tuning.noiseHandicap();
      case DRIFT -> tuning.driftHandicap();
      case BURST -> tuning.burstHandicap();
      case PATTERN -> 0;
    };
  }
}
