package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.window.Pane;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whoever emits a partial pane gives it away, so that it counts as immutable. */
final class PartialPaneCodec implements Codec<PartialPane> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "partial-pane";
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
  public void write(PartialPane part, DataOutput out) throws IOException {
    Wire.writeString(out, part.series());
    Wire.writeString(out, part.release());
    out.writeLong(part.startMillis());
    out.writeByte(Pane.CODEC.version());
    Pane.CODEC.write(part.pane(), out);
  }

  @Override
  public PartialPane read(DataInput in, int version) throws IOException {
    return new PartialPane(
        Wire.readString(in),
        Wire.readString(in),
        in.readLong(),
        Pane.CODEC.read(in, in.readByte()));
  }
}
