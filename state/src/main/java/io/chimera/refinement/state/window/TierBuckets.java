package io.chimera.refinement.state.window;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The open buckets of one tier of a {@link Rollup}, by start: seldom more than one. Mutable. */
final class TierBuckets {
  private final Rollup.Tier tier;
  private final List<Bucket> buckets = new ArrayList<>(1);

  private record Bucket(long startMillis, Pane pane) {}

  TierBuckets(Rollup.Tier tier) {
    this.tier = tier;
  }

  /** End of the bucket that {@code millis} falls into. */
  long endOf(long millis) {
    return startOf(millis) + tier.millis();
  }

  private long startOf(long millis) {
    return millis - Math.floorMod(millis, tier.millis());
  }

  /**
   * Merges {@code pane}, which stays the caller's, into the bucket that {@code millis} falls into.
   */
  void merge(long millis, Pane pane) {
    long startMillis = startOf(millis);
    int at = buckets.size();
    while (at > 0 && buckets.get(at - 1).startMillis() > startMillis) {
      at--;
    }
    if (at > 0 && buckets.get(at - 1).startMillis() == startMillis) {
      buckets.get(at - 1).pane().merge(pane);
    } else {
      buckets.add(at, new Bucket(startMillis, pane.copy()));
    }
  }

  /** Removes and returns the buckets that end at or before {@code endMillis}, by time. */
  List<Rollup.Rolled> closeUntil(long endMillis) {
    List<Rollup.Rolled> closed = new ArrayList<>();
    while (firstEnd() <= endMillis && !buckets.isEmpty()) {
      Bucket bucket = buckets.remove(0);
      closed.add(
          new Rollup.Rolled(
              tier, bucket.startMillis(), bucket.startMillis() + tier.millis(), bucket.pane()));
    }
    return closed;
  }

  /** End of the oldest bucket; the end of time when there is none. */
  long firstEnd() {
    return buckets.isEmpty() ? Long.MAX_VALUE : buckets.get(0).startMillis() + tier.millis();
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, buckets.size());
    for (Bucket bucket : buckets) {
      out.writeLong(bucket.startMillis());
      Pane.CODEC.write(bucket.pane(), out);
    }
  }

  void read(DataInput in, int paneVersion) throws IOException {
    int size = Wire.readVarInt(in);
    for (int i = 0; i < size; i++) {
      buckets.add(new Bucket(in.readLong(), Pane.CODEC.read(in, paneVersion)));
    }
  }
}
