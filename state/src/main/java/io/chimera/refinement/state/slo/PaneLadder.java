package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recent values of an indicator: panes for six minutes, minutes for an hour, hours for a day,
 * days for as long as is asked for, each merged from the values themselves.
 *
 * <p>A window ends with the newest pane and consists of the buckets that begin within it. Mutable.
 */
public final class PaneLadder {
  public static final Codec<PaneLadder> CODEC = new PaneLadderCodec();

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Bucket length and reach of each rung; the last reaches as far as the longest window. */
  private static final long[][] RUNGS = {
    {1, 6 * MINUTE}, {MINUTE, HOUR}, {HOUR, DAY}, {DAY, Long.MAX_VALUE}
  };

  private final java.util.List<TreeMap<Long, RolePanes>> rungs =
      java.util.List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /**
   * Merges the values of a pane that begins at {@code startMillis}.
   *
   * @param longestMillis the longest window that will be asked for: coarser rungs than it needs are
   *     not kept
   */
  public void add(long startMillis, RolePanes values, long longestMillis) {
    for (int i = 0; i < RUNGS.length; i++) {
      long start = startMillis - Math.floorMod(startMillis, RUNGS[i][0]);
      rungs.get(i).computeIfAbsent(start, fresh -> new RolePanes()).merge(values);
      if (longestMillis <= RUNGS[i][1]) {
        break;
      }
    }
  }

  /** The values of the {@code spanMillis} before {@code endMillis}. */
  public RolePanes window(long spanMillis, long endMillis) {
    RolePanes total = new RolePanes();
    for (int i = 0; i < RUNGS.length; i++) {
      if (spanMillis <= RUNGS[i][1]) {
        rungs
            .get(i)
            .subMap(endMillis - spanMillis, true, endMillis, false)
            .values()
            .forEach(total::merge);
        break;
      }
    }
    return total;
  }

  /** Forgets what no window up to {@code longestMillis} before {@code endMillis} needs. */
  public void dropOld(long endMillis, long longestMillis) {
    for (int i = 0; i < RUNGS.length; i++) {
      long reach = Math.min(RUNGS[i][1], Math.max(longestMillis, MINUTE));
      rungs.get(i).headMap(endMillis - reach, false).clear();
    }
  }

  public boolean isEmpty() {
    return rungs.stream().allMatch(Map::isEmpty);
  }

  private static final class PaneLadderCodec implements Codec<PaneLadder> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "pane-ladder";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(PaneLadder value, DataOutput out) throws IOException {
      out.writeByte(RolePanes.CODEC.version());
      for (TreeMap<Long, RolePanes> rung : value.rungs) {
        Wire.writeVarInt(out, rung.size());
        for (Map.Entry<Long, RolePanes> bucket : rung.entrySet()) {
          out.writeLong(bucket.getKey());
          RolePanes.CODEC.write(bucket.getValue(), out);
        }
      }
    }

    @Override
    public PaneLadder read(DataInput in, int version) throws IOException {
      int panes = in.readByte();
      PaneLadder value = new PaneLadder();
      for (TreeMap<Long, RolePanes> rung : value.rungs) {
        int size = Wire.readVarInt(in);
        for (int i = 0; i < size; i++) {
          rung.put(in.readLong(), RolePanes.CODEC.read(in, panes));
        }
      }
      return value;
    }
  }
}
