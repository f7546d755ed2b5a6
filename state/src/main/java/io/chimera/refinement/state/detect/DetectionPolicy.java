package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding.Direction;
import java.io.Serializable;

/**
 * How some series are to be judged; what is null stays as it is for all.
 *
 * @param name name of the document
 * @param select the series
 * @param off whether nothing is found in them at all
 * @param direction where a value has to go to be found; null for both
 * @param rarity rarity of an alarm, 1 to 12, for a value every five minutes
 * @param relativeFloor distances below this share of what is expected are never findings
 * @param absoluteFloor nor are those below this, in the unit of the series
 */
public record DetectionPolicy(
    String name,
    SeriesSelector select,
    boolean off,
    Direction direction,
    Double rarity,
    Double relativeFloor,
    Double absoluteFloor)
    implements Serializable {

  /** The parameters of the series, {@code usual} being those of all. */
  AnomalyWatch.Params params(AnomalyWatch.Params usual) {
    double wanted = rarity == null ? usual.rarity() : rarity;
    return new AnomalyWatch.Params(
        usual.dayMillis(),
        wanted,
        usual.coldHistory(),
        usual.coldWarmUp(),
        // While little is known, distances are judged instead of rarities: demand as much more.
        usual.coldLimit() * wanted / usual.rarity(),
        relativeFloor == null ? usual.relativeFloor() : relativeFloor,
        absoluteFloor == null
            ? usual.absoluteFloor()
            : Math.max(absoluteFloor, usual.absoluteFloor()),
        usual.closeAfter());
  }
}
