package io.chimera.refinement.state.ingest;

import java.util.BitSet;

/**
 * About how many different fingerprints were added. A bitmap of 128 KiB, made when it is needed:
 * within 1 % up to some three million, where it is full and stays.
 *
 * <p>Source: Whang, Vander-Zanden, Taylor, "A linear-time probabilistic counting algorithm for
 * database applications", ACM TODS 15(2), 1990, section 2: n = -m ln(V), V the share of bits that
 * are not set.
 */
final class DistinctCount {
  private static final int BITS = 1 << 20;

  private BitSet seen;
  private int set;

  void add(long fingerprint) {
    if (seen == null) {
      seen = new BitSet(BITS);
    }
    int bit = (int) (fingerprint >>> 44);
    if (!seen.get(bit)) {
      seen.set(bit);
      set++;
    }
  }

  /** The count; the next one starts at nothing. */
  long take() {
    double free = Math.max(1, BITS - set);
    long count = set == 0 ? 0 : Math.round(-BITS * Math.log(free / BITS));
    seen = null;
    set = 0;
    return count;
  }
}
