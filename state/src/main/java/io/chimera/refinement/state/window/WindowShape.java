package io.chimera.refinement.state.window;

import java.io.Serializable;

/**
 * The shape of a sliding window that is put together from panes as long as its slide. Windows are
 * aligned to the epoch.
 *
 * @param sizeMillis length of a window, a multiple of {@code slideMillis}
 * @param slideMillis distance from one window to the next, and the length of a pane
 */
public record WindowShape(long sizeMillis, long slideMillis) implements Serializable {
  public WindowShape {
    if (slideMillis <= 0) {
      throw new IllegalArgumentException("slideMillis must be positive, was " + slideMillis);
    }
    if (sizeMillis <= 0) {
      throw new IllegalArgumentException("sizeMillis must be positive, was " + sizeMillis);
    }
    if (sizeMillis % slideMillis != 0) {
      throw new IllegalArgumentException(
          "slideMillis must divide sizeMillis (" + sizeMillis + "), was " + slideMillis);
    }
  }

  /** Start of the pane that {@code timestampMillis} belongs to. */
  public long paneStart(long timestampMillis) {
    return timestampMillis - Math.floorMod(timestampMillis, slideMillis);
  }

  /** End of the first window that ends after {@code afterMillis}. */
  public long nextEnd(long afterMillis) {
    return paneStart(afterMillis) + slideMillis;
  }

  /** Panes per window. */
  public int panes() {
    return Math.toIntExact(sizeMillis / slideMillis);
  }
}
