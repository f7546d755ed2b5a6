package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The value of one window as the detector of its own series judged it, for those that judge several
 * series together.
 *
 * @param series canonical {@link io.chimera.refinement.state.event.SeriesKey}
 * @param startMillis start of the window, inclusive
 * @param endMillis end of the window, exclusive
 * @param value in the unit of the series
 * @param demanded rarity that makes a finding in this series, as its documents and the density of
 *     its values have it
 * @param leastDistance distances below are no findings, in the unit of the series
 * @param direction where a value has to go to be found
 * @param alone what the series says by itself
 */
public record JudgedValue(
    String series,
    long startMillis,
    long endMillis,
    double value,
    double demanded,
    double leastDistance,
    Direction direction,
    Alone alone) {
  public static final Codec<JudgedValue> CODEC = new JudgedValueCodec();

  /** What a series says by itself. The order is part of the bytes: entries are only added. */
  public enum Alone {
    /** Nothing. */
    USUAL,
    /** The value is rare, but makes no finding. */
    RARE,
    /** An incident is open. */
    INCIDENT
  }

  /** The value that {@code watch} has observed last, as it was observed. */
  public static JudgedValue of(AnomalyWatch watch, SeriesValue window, SeriesPolicy policy) {
    double demanded = watch.alarmRarity(policy.params());
    Alone alone =
        watch.detector.rarity() >= AnomalyWatch.USUAL * demanded ? Alone.RARE : Alone.USUAL;
    return new JudgedValue(
        window.series(),
        window.startMillis(),
        window.endMillis(),
        window.value(),
        demanded,
        watch.least(policy.params()),
        policy.direction(),
        watch.incident == null ? alone : Alone.INCIDENT);
  }

  /**
   * What the values that are judged together have in common: the agent and the labels, as in {@code
   * system/component/agentId{label=value}}.
   */
  public String group() {
    int second = series.indexOf('/', series.indexOf('/') + 1);
    int third = series.indexOf('/', second + 1);
    int brace = series.indexOf('{', third);
    String agent = series.substring(0, third);
    return brace < 0 ? agent : agent + series.substring(brace);
  }

  private static final class JudgedValueCodec implements Codec<JudgedValue> {
    private static final long serialVersionUID = 1;
    private static final Alone[] ALONE = Alone.values();
    private static final Direction[] DIRECTIONS = Direction.values();

    @Override
    public String name() {
      return "judged-value";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return true;
    }

    @Override
    public void write(JudgedValue value, DataOutput out) throws IOException {
      Wire.writeString(out, value.series);
      out.writeLong(value.endMillis);
      Wire.writeVarLong(out, value.endMillis - value.startMillis);
      out.writeDouble(value.value);
      out.writeDouble(value.demanded);
      out.writeDouble(value.leastDistance);
      out.writeByte(value.direction.ordinal());
      out.writeByte(value.alone.ordinal());
    }

    @Override
    public JudgedValue read(DataInput in, int version) throws IOException {
      String series = Wire.readString(in);
      long endMillis = in.readLong();
      return new JudgedValue(
          series,
          endMillis - Wire.readVarLong(in),
          endMillis,
          in.readDouble(),
          in.readDouble(),
          in.readDouble(),
          DIRECTIONS[in.readByte()],
          ALONE[in.readByte()]);
    }
  }
}
