package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.PaneRole;
import io.chimera.refinement.state.window.Pane;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

final class IndicatorPaneCodec implements Codec<IndicatorPane> {
  private static final long serialVersionUID = 1;
  private static final PaneRole[] ROLES = PaneRole.values();

  @Override
  public String name() {
    return "indicator-pane";
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
  public void write(IndicatorPane value, DataOutput out) throws IOException {
    Wire.writeString(out, value.key());
    Wire.writeString(out, value.subject());
    Wire.writeString(out, value.term());
    out.writeByte(value.role().ordinal());
    Wire.writeString(out, value.release());
    out.writeLong(value.startMillis());
    Wire.writeVarLong(out, value.endMillis() - value.startMillis());
    out.writeByte(Pane.CODEC.version());
    Pane.CODEC.write(value.pane(), out);
  }

  @Override
  public IndicatorPane read(DataInput in, int version) throws IOException {
    String key = Wire.readString(in);
    String subject = Wire.readString(in);
    String term = Wire.readString(in);
    PaneRole role = ROLES[in.readByte()];
    String release = Wire.readString(in);
    long start = in.readLong();
    long end = start + Wire.readVarLong(in);
    int pane = in.readByte();
    return new IndicatorPane(
        key, subject, term, role, release, start, end, Pane.CODEC.read(in, pane));
  }
}
