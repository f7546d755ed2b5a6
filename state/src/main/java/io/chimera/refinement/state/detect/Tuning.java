package io.chimera.refinement.state.detect;

/**
 * The numbers inside of {@link SeriesDetector}: one set for all series, none for a certain one. The
 * method was checked on one half of a collection of labelled series after tuning on the other; the
 * numbers in use were then chosen on all of them, see docs/detection.md. Only some were swept.
 *
 * @param levelGain weight of the newest value in the level
 * @param fastGain weight of the newest value in short-term means
 * @param driftGain weight of the newest value in longer means, which see slow drifts
 * @param noiseGain weight of the newest change in the usual size of changes
 * @param scaleGain weight of the newest deviation in the scale of a view
 * @param clip scales beyond which a value moves level, profiles and scales no further
 * @param rangeFloor least scale as a share of the running range
 * @param rangeForgetting share of the running range that is forgotten per value
 * @param memory values after which a count in a distribution has faded to 1/e
 * @param noveltyMemory values after which the counts of combinations are halved
 * @param tailShare share of a distribution that makes its tail
 * @param priorPeaks peaks that the prior shape of a tail is worth
 * @param priorShape Pareto shape of a tail before anything is known
 * @param unseenDeviation count that a deviation beyond all known ones is granted
 * @param unseenCombination count that a combination never seen is granted
 * @param nearby how much a sighting of a neighbouring combination counts
 * @param seasonHandicap rarity that is taken off the deviation from what is expected
 * @param levelHandicap rarity that is taken off the deviation from the level
 * @param changeHandicap rarity that is taken off the change
 * @param meanHandicap rarity that is taken off the short-term mean
 * @param noiseHandicap rarity that is taken off the local variation
 * @param burstHandicap rarity that is taken off the mean of past rarities
 * @param driftHandicap rarity that is taken off the longer mean
 * @param support how much the second rarest view adds
 * @param magnitude rarity that a tenfold deviation adds whatever the distribution says
 * @param usualMagnitude scales up to which a deviation adds nothing
 * @param changeMagnitude how much a change counts as a deviation here
 * @param calibrated share of the rarity in its own series, as opposed to the rarity by itself
 * @param rarityMemory values after which a past rarity has faded to 1/e
 * @param priorExcessPeaks peaks that the prior excess of rarities is worth
 * @param priorExcess mean excess of rarities before anything is known
 * @param earned rarity that tenfold knowledge allows
 * @param fullWarmth values from which a rarity counts in full
 * @param doubtful rarity from which a value is learned with less weight
 * @param doubtfulShare that weight
 * @param holdValues values in which the memory of a rare moment fades to 1/e
 * @param gateValues values in which the bar for the next one fades to 1/e
 * @param held share of a fading rarity that remains in the score
 * @param repeated share of a rarity below the bar that remains in the score
 * @param ongoing rarity that a value is never granted for the stretch it belongs to
 * @param segment how much the mean of recent rarities counts behind a rare moment
 * @param knee rarity from which one below the bar ranks only by a part of the rest
 * @param beyondKnee that part
 * @param dayGain weight of the newest day in the daily course
 * @param weekGain weight of the newest week in the weekly course
 * @param offsetGain weight of the newest miss in the offset of a course
 * @param errorGain weight of the newest miss in the error of a course
 */
record Tuning(
    double levelGain,
    double fastGain,
    double driftGain,
    double noiseGain,
    double scaleGain,
    double clip,
    double rangeFloor,
    double rangeForgetting,
    double memory,
    double noveltyMemory,
    double tailShare,
    double priorPeaks,
    double priorShape,
    double unseenDeviation,
    double unseenCombination,
    double nearby,
    double seasonHandicap,
    double levelHandicap,
    double changeHandicap,
    double meanHandicap,
    double noiseHandicap,
    double burstHandicap,
    double driftHandicap,
    double support,
    double magnitude,
    double usualMagnitude,
    double changeMagnitude,
    double calibrated,
    double rarityMemory,
    double priorExcessPeaks,
    double priorExcess,
    double earned,
    double fullWarmth,
    double doubtful,
    double doubtfulShare,
    double holdValues,
    double gateValues,
    double held,
    double repeated,
    double ongoing,
    double segment,
    double knee,
    double beyondKnee,
    double dayGain,
    double weekGain,
    double offsetGain,
    double errorGain) {
  static final Tuning DEFAULT =
      new Tuning(
          0.0125, 0.11, 0.011, 0.0018, 0.003, 4, 0.01, 2e-4, 9_000, 12_000, 0.07, 42, 3.2, 0.34,
          0.078, 0.38, 0.05, 0.2, 0.6, 0.41, 0.55, 0.5, 0.39, 0.19, 0.3, 4.3, 0.5, 0.34, 3_000, 5.5,
          0.2, 1.46, 120, 12, 1, 650, 730, 0.25, 0.95, 2.6, 4, 2.4, 0.3, 0.25, 0.35, 0.09, 0.003);

  TailHistograms.Fit tail() {
    return new TailHistograms.Fit(
        memory, tailShare, priorPeaks, priorShape, unseenDeviation, scaleGain, clip);
  }

  RarityScale.Fit rarities() {
    return new RarityScale.Fit(rarityMemory, priorExcessPeaks, priorExcess);
  }
}
