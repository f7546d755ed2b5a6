package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is remembered of an incident, in case that somebody calls it a false alarm.
 *
 * @param startedAt its start, epoch milliseconds
 * @param endedAt end of its last abnormal window
 * @param distance how far from what was expected it was at its worst
 * @param reach how far from it a value would have been found by its size alone
 * @param score its score
 * @param byDistance whether it was found by its distance, not by its course
 */
record PastIncident(
    long startedAt, long endedAt, double distance, double reach, double score, boolean byDistance) {

  void write(DataOutput out) throws IOException {
    out.writeLong(startedAt);
    out.writeLong(endedAt);
    out.writeDouble(distance);
    out.writeDouble(reach);
    out.writeDouble(score);
    out.writeBoolean(byDistance);
  }

  static PastIncident read(DataInput in) throws IOException {
    return new PastIncident(
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean());
  }
}
