package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Good and total counts of the last so many buckets of equal length, aligned to the epoch. Constant
 * in size, whatever is counted. Mutable.
 */
final class CountRing {
  private static final long NONE = Long.MIN_VALUE;

  private final long bucketMillis;
  private final long[] good;
  private final long[] total;
  private long newest = NONE;

  CountRing(long bucketMillis, int buckets) {
    this.bucketMillis = bucketMillis;
    this.good = new long[buckets];
    this.total = new long[buckets];
  }

  long bucketMillis() {
    return bucketMillis;
  }

  /** How far back it reaches. */
  long spanMillis() {
    return bucketMillis * good.length;
  }

  /** Counts at a time; what is older than the ring is forgotten already. */
  void add(long atMillis, long goodCount, long totalCount) {
    long bucket = Math.floorDiv(atMillis, bucketMillis);
    if (newest == NONE) {
      newest = bucket;
    }
    while (newest < bucket) {
      if (bucket - newest > good.length) {
        newest = bucket - good.length;
      }
      newest++;
      good[slot(newest)] = 0;
      total[slot(newest)] = 0;
    }
    if (bucket > newest - good.length) {
      good[slot(bucket)] += goodCount;
      total[slot(bucket)] += totalCount;
    }
  }

  /** Sums the buckets that start in [{@code fromMillis}, {@code toMillis}). */
  Counts sum(long fromMillis, long toMillis) {
    if (newest == NONE) {
      return Counts.ZERO;
    }
    long first = Math.max(-Math.floorDiv(-fromMillis, bucketMillis), newest - good.length + 1);
    long last = Math.min(-Math.floorDiv(-toMillis, bucketMillis) - 1, newest);
    long goodSum = 0;
    long totalSum = 0;
    for (long bucket = first; bucket <= last; bucket++) {
      goodSum += good[slot(bucket)];
      totalSum += total[slot(bucket)];
    }
    return new Counts(goodSum, totalSum);
  }

  private int slot(long bucket) {
    return (int) Math.floorMod(bucket, (long) good.length);
  }

  /** Only the buckets that hold something, as distances from the newest. */
  void write(DataOutput out) throws IOException {
    out.writeLong(newest);
    if (newest == NONE) {
      return;
    }
    int filled = 0;
    for (long each : total) {
      filled += each == 0 ? 0 : 1;
    }
    Wire.writeVarInt(out, filled);
    long before = newest;
    for (long bucket = newest; bucket > newest - total.length; bucket--) {
      int slot = slot(bucket);
      if (total[slot] != 0) {
        Wire.writeVarLong(out, before - bucket);
        Wire.writeVarLong(out, total[slot]);
        Wire.writeVarLong(out, total[slot] - good[slot]);
        before = bucket;
      }
    }
  }

  void readInto(DataInput in) throws IOException {
    newest = in.readLong();
    if (newest == NONE) {
      return;
    }
    long bucket = newest;
    int filled = Wire.readVarInt(in);
    for (int i = 0; i < filled; i++) {
      bucket -= Wire.readVarLong(in);
      long all = Wire.readVarLong(in);
      long bad = Wire.readVarLong(in);
      total[slot(bucket)] = all;
      good[slot(bucket)] = all - bad;
    }
  }
}
