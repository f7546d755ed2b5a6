package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How new a situation is: for several pairs of coarse features, how often their combination, or one
 * beside it, has been seen.
 *
 * <p>A value may be usual, and so may a change, but not this change at this level: that is what a
 * distribution of one feature cannot tell. Counts are bytes that stop at 255, where a combination
 * is far from rare anyway; when the memory is full all counts are halved. Source: histogram-based
 * ensembles such as LODA (Pevný, "Loda: lightweight on-line detector of anomalies", Machine
 * Learning 102, 2016), with pairs in place of projections. Cost: O(pairs).
 */
final class NoveltyTable {
  /** Features have values from 0 to {@code SIDE - 1}. */
  static final int SIDE = 13;

  private static final int CELLS = SIDE * SIDE;
  private static final int LARGEST_COUNT = 255;

  private final byte[] counts;
  private int known;

  /**
   * @param pairs how many pairs of features are kept
   */
  NoveltyTable(int pairs) {
    counts = new byte[pairs * CELLS];
  }

  /**
   * Rarity of the combination of {@code row} and {@code column} of a pair, from 0.
   *
   * @param nearby how much a sighting of a neighbouring combination counts, 0 to 1
   * @param unseen count that a combination never seen is granted
   */
  double rarity(int pair, int row, int column, double nearby, double unseen) {
    int around = 0;
    int base = pair * CELLS;
    for (int r = Math.max(0, row - 1); r <= Math.min(SIDE - 1, row + 1); r++) {
      for (int c = Math.max(0, column - 1); c <= Math.min(SIDE - 1, column + 1); c++) {
        around += counts[base + r * SIDE + c] & LARGEST_COUNT;
      }
    }
    int centre = counts[base + row * SIDE + column] & LARGEST_COUNT;
    double seen = centre + nearby * (around - centre);
    return Math.max(0, Logarithms.log10((known + 1) / (seen + unseen)));
  }

  /** Counts the combination; {@link #counted} closes the round of all pairs. */
  void learn(int pair, int row, int column) {
    int at = pair * CELLS + row * SIDE + column;
    if ((counts[at] & LARGEST_COUNT) < LARGEST_COUNT) {
      counts[at]++;
    }
  }

  /** One observation of all pairs has been counted; forgets half when {@code memory} is reached. */
  void counted(int memory) {
    known++;
    if (known >= memory) {
      known /= 2;
      for (int i = 0; i < counts.length; i++) {
        counts[i] = (byte) ((counts[i] & LARGEST_COUNT) >>> 1);
      }
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeBytes(out, counts);
    Wire.writeVarInt(out, known);
  }

  static NoveltyTable read(DataInput in) throws IOException {
    byte[] counts = Wire.readBytes(in);
    NoveltyTable table = new NoveltyTable(counts.length / CELLS);
    System.arraycopy(counts, 0, table.counts, 0, table.counts.length);
    table.known = Wire.readVarInt(in);
    return table;
  }
}
