package io.chimera.refinement.local.load;

/**
 * Event time of a run. It is never ahead of the wall clock: compressed, it begins in the past and
 * arrives at the present with the end of the run.
 *
 * @param startMillis wall clock at the beginning, epoch milliseconds
 * @param plannedMillis how long the run takes
 * @param speed how many times as fast as the wall clock event time runs, at least 1
 */
record EventClock(long startMillis, long plannedMillis, double speed) {

  /** Event time at a moment of the run; the wall clock's own after the planned end. */
  long at(double millis) {
    double left = Math.max(0, plannedMillis - millis);
    return (long) Math.floor(startMillis + millis - left * (speed - 1));
  }

  /** Event time at the beginning. */
  long firstMillis() {
    return at(0);
  }
}
