package io.chimera.refinement.local.backtest;

import java.util.List;

/**
 * What came of one file.
 *
 * @param name its path below the input folder
 * @param rows rows read and written
 * @param missing rows without an observation
 * @param bad rows that could not be parsed
 * @param findings rows at which a new finding would have been published
 * @param trend the trend at the end
 * @param seconds how long it took
 * @param faults the first bad rows, one sentence each
 * @param failure why the file failed, or null
 */
record FileResult(
    String name,
    long rows,
    long missing,
    long bad,
    long findings,
    String trend,
    double seconds,
    List<String> faults,
    String failure) {
  boolean failed() {
    return failure != null;
  }
}
