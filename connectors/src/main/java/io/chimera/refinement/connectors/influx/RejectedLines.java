package io.chimera.refinement.connectors.influx;

import java.io.Serializable;
import java.util.Arrays;

/** What happens to lines that can never be stored. Opened once per writer. */
@FunctionalInterface
public interface RejectedLines extends Serializable {
  /** They are counted and logged, no more. */
  RejectedLines COUNTED_ONLY = () -> line -> {};

  Outlet open();

  /**
   * A refused line.
   *
   * @param line UTF-8, without line feed
   * @param cause why, in our words
   * @param reason why, in the words of whoever refused it
   * @param place where it came from
   * @param timeMillis its time, epoch milliseconds; 0 when it has none
   */
  record RejectedLine(
      byte[] line, RejectionCause cause, String reason, Place place, long timeMillis) {

    public RejectedLine {
      line = withoutBlankLines(line);
    }

    /** A point may have come between line feeds, such as the one at the end of a record. */
    private static byte[] withoutBlankLines(byte[] line) {
      int start = 0;
      int end = line.length;
      while (start < end && isLineEnd(line[start])) {
        start++;
      }
      while (end > start && isLineEnd(line[end - 1])) {
        end--;
      }
      return end - start == line.length ? line : Arrays.copyOfRange(line, start, end);
    }

    private static boolean isLineEnd(byte character) {
      return character == '\n' || character == '\r';
    }
  }

  /** Where they go. Called on the task's thread. */
  @FunctionalInterface
  interface Outlet extends AutoCloseable {
    /** Takes a line; must not wait. */
    void rejected(RejectedLine line);

    /**
     * Returns when every line handed over is safe; a checkpoint completes only then.
     *
     * @throws IllegalStateException when one could not be kept, so that the job goes back to its
     *     last checkpoint
     */
    default void flush() {}

    @Override
    default void close() {}
  }
}
