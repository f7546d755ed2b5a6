package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a series may do without being found, since a person said that it was a false alarm.
 *
 * @param up distances above what is expected that are accepted, in the unit of the series
 * @param down distances below
 * @param score score up to which an unusual course within these distances is accepted
 */
record Acceptance(double up, double down, double score) {
  static final Acceptance NONE = new Acceptance(0, 0, 0);

  /** What comes back is never quite the same. */
  private static final double MARGIN = 1.25;

  private static final double SCORE_MARGIN = 0.02;

  /**
   * No more is accepted, in distances that would just have been found: an absurd value is no reason
   * to see nothing any more.
   */
  private static final double MOST_REACHES = 1_000;

  /** Score of the largest rarity that can be demanded of an alarm. */
  private static final double MOST_SCORE = 0.75;

  /** What accepting an incident means. */
  static Acceptance of(PastIncident incident) {
    double distance = Math.abs(incident.distance());
    double accepted = Math.min(MARGIN * distance, MOST_REACHES * incident.reach());
    // An unusual course is neither up nor down: it is accepted on both sides.
    double beside = incident.byDistance() ? 0 : Math.max(incident.reach(), accepted);
    boolean rose = incident.distance() > 0;
    return new Acceptance(
        rose ? Math.max(accepted, beside) : beside,
        rose ? beside : Math.max(accepted, beside),
        Math.min(incident.score() + SCORE_MARGIN, MOST_SCORE));
  }

  Acceptance or(Acceptance other) {
    return new Acceptance(
        Math.max(up, other.up), Math.max(down, other.down), Math.max(score, other.score));
  }

  /** Whether a value that far from what is expected is accepted. */
  boolean covers(double distance) {
    return distance > 0 ? distance <= up : -distance <= down;
  }

  /** Whether a course of this score is. */
  boolean covers(double distance, double ofScore) {
    return ofScore <= score && covers(distance);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeDoubles(out, new double[] {up, down, score}, 3);
  }

  static Acceptance read(DataInput in) throws IOException {
    double[] fields = Wire.readDoubles(in);
    return new Acceptance(fields[0], fields[1], fields[2]);
  }
}
