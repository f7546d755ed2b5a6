package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.event.SeriesValue;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The fields in their order; the start of the window as its distance from the end. */
final class SeriesValueCodec implements Codec<SeriesValue> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "series-value";
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
  public void write(SeriesValue value, DataOutput out) throws IOException {
    Wire.writeString(out, value.series());
    out.writeLong(value.endMillis());
    Wire.writeVarLong(out, value.endMillis() - value.startMillis());
    out.writeDouble(value.value());
  }

  @Override
  public SeriesValue read(DataInput in, int version) throws IOException {
    String series = Wire.readString(in);
    long endMillis = in.readLong();
    return new SeriesValue(series, endMillis - Wire.readVarLong(in), endMillis, in.readDouble());
  }
}
