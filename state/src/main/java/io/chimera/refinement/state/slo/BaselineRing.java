package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What a statistic usually is: the median of its hourly medians over seven days; until the first
 * hour is full, the median of its minutes, of which there must be {@value #LEAST_MINUTES}.
 *
 * <p>Whoever feeds it leaves out what is wrong already, or the baseline would follow it. Constant
 * in size. Mutable.
 */
public final class BaselineRing {
  public static final Codec<BaselineRing> CODEC = new BaselineRingCodec();

  static final int LEAST_MINUTES = 5;
  private static final int HOURS = 7 * 24;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private double[] hours = new double[0];
  private long hour = Long.MIN_VALUE;
  private long minute = Long.MIN_VALUE;
  private double[] minutes = new double[0];
  private double sum;
  private int count;

  /** Learns the statistic of a pane that begins at {@code startMillis}. */
  public void add(long startMillis, double value) {
    if (startMillis / MINUTE != minute) {
      closeMinute();
      minute = startMillis / MINUTE;
    }
    if (startMillis / HOUR != hour) {
      closeHour();
      hour = startMillis / HOUR;
    }
    sum += value;
    count++;
  }

  private void closeMinute() {
    if (count > 0) {
      minutes = appended(minutes, sum / count, 60);
      sum = 0;
      count = 0;
    }
  }

  private void closeHour() {
    if (minutes.length >= 30) {
      hours = appended(hours, median(minutes), HOURS);
      minutes = new double[0];
    }
  }

  private static double[] appended(double[] values, double value, int most) {
    int from = values.length == most ? 1 : 0;
    double[] longer = Arrays.copyOfRange(values, from, values.length + 1);
    longer[longer.length - 1] = value;
    return longer;
  }

  /** What is usual, or empty as long as too little is known. */
  public OptionalDouble usual() {
    if (hours.length > 0) {
      return OptionalDouble.of(median(hours));
    }
    return minutes.length < LEAST_MINUTES
        ? OptionalDouble.empty()
        : OptionalDouble.of(median(minutes));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
  }

  private static final class BaselineRingCodec implements Codec<BaselineRing> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "baseline-ring";
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
    public void write(BaselineRing value, DataOutput out) throws IOException {
      Wire.writeDoubles(out, value.hours, value.hours.length);
      Wire.writeDoubles(out, value.minutes, value.minutes.length);
      out.writeLong(value.hour);
      out.writeLong(value.minute);
      out.writeDouble(value.sum);
      out.writeInt(value.count);
    }

    @Override
    public BaselineRing read(DataInput in, int version) throws IOException {
      BaselineRing value = new BaselineRing();
      value.hours = Wire.readDoubles(in);
      value.minutes = Wire.readDoubles(in);
      value.hour = in.readLong();
      value.minute = in.readLong();
      value.sum = in.readDouble();
      value.count = in.readInt();
      return value;
    }
  }
}
