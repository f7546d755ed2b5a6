package io.chimera.refinement.state.window;

import io.chimera.refinement.state.wire.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The coarser summaries of one series: closed minutes become five minutes, those hours, those days
 * (UTC).
 *
 * <p>Each tier is merged from the panes of the one below, so that every statistic is that of the
 * values, not of averages. Minutes may come in any order until their five minutes are closed; what
 * comes later still counts in the finest bucket that is open. Mutable.
 */
public final class Rollup {
  public static final Codec<Rollup> CODEC = new RollupCodec();

  private static final long MINUTE_MILLIS = 60_000;

  /** Length of a summary. */
  public enum Tier {
    MINUTE(MINUTE_MILLIS, "1m"),
    FIVE_MINUTES(5 * MINUTE_MILLIS, "5m"),
    HOUR(60 * MINUTE_MILLIS, "1h"),
    DAY(24 * 60 * MINUTE_MILLIS, "1d");

    private final long millis;
    private final String suffix;

    Tier(long millis, String suffix) {
      this.millis = millis;
      this.suffix = suffix;
    }

    public long millis() {
      return millis;
    }

    /** How the tier is named in measurements and files. */
    public String suffix() {
      return suffix;
    }
  }

  /**
   * A closed summary; its pane is given away.
   *
   * @param startMillis start, inclusive
   * @param endMillis end, exclusive
   */
  public record Rolled(Tier tier, long startMillis, long endMillis, Pane pane) {}

  /** The tiers that are collected here, finest first; a closed minute comes from outside. */
  private final List<TierBuckets> tiers =
      List.of(
          new TierBuckets(Tier.FIVE_MINUTES),
          new TierBuckets(Tier.HOUR),
          new TierBuckets(Tier.DAY));

  /** Buckets that end up to here are closed. */
  private long closedMillis = Long.MIN_VALUE;

  /**
   * Adds a closed minute, which stays the caller's.
   *
   * @return the minute itself if even its day is closed, so that it counts nowhere; otherwise
   *     nothing
   */
  public List<Rolled> add(long startMillis, Pane minute) {
    for (TierBuckets tier : tiers) {
      if (tier.endOf(startMillis) > closedMillis) {
        tier.merge(startMillis, minute);
        return List.of();
      }
    }
    return List.of(
        new Rolled(Tier.MINUTE, startMillis, startMillis + Tier.MINUTE.millis(), minute.copy()));
  }

  /** Closes what ends at or before the watermark: finest tier first, and by time within a tier. */
  public List<Rolled> closeUntil(long watermarkMillis) {
    closedMillis =
        Math.max(
            closedMillis,
            watermarkMillis == Long.MAX_VALUE ? watermarkMillis : watermarkMillis + 1);
    List<Rolled> closed = new ArrayList<>();
    for (int i = 0; i < tiers.size(); i++) {
      List<Rolled> buckets = tiers.get(i).closeUntil(closedMillis);
      closed.addAll(buckets);
      if (i + 1 < tiers.size()) {
        TierBuckets coarser = tiers.get(i + 1);
        buckets.forEach(bucket -> coarser.merge(bucket.startMillis(), bucket.pane()));
      }
    }
    return closed;
  }

  /** When the next bucket ends; empty when none is open. */
  public OptionalLong nextEnd() {
    long next = Long.MAX_VALUE;
    for (TierBuckets tier : tiers) {
      next = Math.min(next, tier.firstEnd());
    }
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private static final class RollupCodec implements Codec<Rollup> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "rollup";
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
    public void write(Rollup rollup, DataOutput out) throws IOException {
      out.writeLong(rollup.closedMillis);
      out.writeByte(Pane.CODEC.version());
      for (TierBuckets tier : rollup.tiers) {
        tier.write(out);
      }
    }

    @Override
    public Rollup read(DataInput in, int version) throws IOException {
      Rollup rollup = new Rollup();
      rollup.closedMillis = in.readLong();
      int paneVersion = in.readByte();
      for (TierBuckets tier : rollup.tiers) {
        tier.read(in, paneVersion);
      }
      return rollup;
    }
  }
}
