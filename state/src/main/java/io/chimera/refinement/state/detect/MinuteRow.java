package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The last minutes of one series, each at its place, so that series can be laid side by side. */
public final class MinuteRow {
  public static final Codec<MinuteRow> CODEC = new MinuteRowCodec();

  /** Minutes that are kept. */
  public static final int MINUTES = 120;

  /** Share of the minutes that must be there. */
  private static final double LEAST_PRESENT = 0.9;

  private final float[] values = new float[MINUTES];
  private long newest = Long.MIN_VALUE;

  public MinuteRow() {
    Arrays.fill(values, Float.NaN);
  }

  /** Takes the value of a minute, counted from 1970; one older than what is kept is passed over. */
  public void put(long minute, double value) {
    if (newest == Long.MIN_VALUE) {
      newest = minute;
    }
    for (long gap = Math.max(newest + 1, minute - MINUTES + 1); gap <= minute; gap++) {
      values[place(gap)] = Float.NaN;
    }
    newest = Math.max(newest, minute);
    if (minute > newest - MINUTES) {
      values[place(minute)] = (float) value;
    }
  }

  /** The newest minute that was put. */
  public long newest() {
    return newest;
  }

  /** The oldest minute that is kept. */
  public long oldest() {
    for (long minute = newest - MINUTES + 1; minute < newest; minute++) {
      if (!Float.isNaN(values[place(minute)])) {
        return minute;
      }
    }
    return newest;
  }

  /**
   * The {@code count} minutes up to {@code last}, gaps filled with the value before; null when too
   * many are missing.
   */
  public double[] upTo(long last, int count) {
    double[] row = new double[count];
    int present = 0;
    double before = Double.NaN;
    for (int i = 0; i < count; i++) {
      long minute = last - count + 1 + i;
      boolean kept = minute <= newest && minute > newest - MINUTES;
      double value = kept ? values[place(minute)] : Double.NaN;
      present += Double.isFinite(value) ? 1 : 0;
      before = Double.isFinite(value) ? value : before;
      row[i] = before;
    }
    if (present < LEAST_PRESENT * count) {
      return null;
    }
    for (int i = count - 2; i >= 0; i--) {
      row[i] = Double.isNaN(row[i]) ? row[i + 1] : row[i];
    }
    return row;
  }

  private static int place(long minute) {
    return (int) Math.floorMod(minute, (long) MINUTES);
  }

  private static final class MinuteRowCodec implements Codec<MinuteRow> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "minute-row";
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
    public void write(MinuteRow row, DataOutput out) throws IOException {
      Wire.writeVarInt(out, MINUTES);
      for (float value : row.values) {
        out.writeFloat(value);
      }
      out.writeLong(row.newest);
    }

    @Override
    public MinuteRow read(DataInput in, int version) throws IOException {
      MinuteRow row = new MinuteRow();
      int size = Wire.readVarInt(in);
      for (int i = 0; i < size; i++) {
        row.values[i] = in.readFloat();
      }
      row.newest = in.readLong();
      return row;
    }
  }
}
