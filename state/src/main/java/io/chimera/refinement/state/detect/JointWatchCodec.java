package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bytes of a {@link JointWatch}. */
final class JointWatchCodec implements Codec<JointWatch> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "joint-watch";
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
  public void write(JointWatch watch, DataOutput out) throws IOException {
    Wire.writeVarInt(out, watch.names.length);
    for (String name : watch.names) {
      Wire.writeString(out, name);
    }
    watch.relation.write(out);
    watch.evidence.write(out);
    watch.rarities.write(out);
    watch.recent.write(out);
    Wire.writeVarInt(out, watch.known);
    Wire.writeVarInt(out, watch.hold);
    out.writeLong(watch.judgedUntil);
    List<JudgedValue> waiting = watch.waiting == null ? List.of() : watch.waiting;
    Wire.writeVarInt(out, waiting.size());
    for (JudgedValue value : waiting) {
      JudgedValue.CODEC.write(value, out);
    }
    out.writeBoolean(watch.incident != null);
    if (watch.incident != null) {
      watch.incident.write(out);
    }
  }

  @Override
  public JointWatch read(DataInput in, int version) throws IOException {
    JointWatch watch = new JointWatch();
    watch.names = new String[Wire.readVarInt(in)];
    for (int i = 0; i < watch.names.length; i++) {
      watch.names[i] = Wire.readString(in);
    }
    watch.relation = JointRelation.read(in);
    watch.evidence = RelationEvidence.read(in, watch.names.length);
    watch.rarities = RarityScale.read(in);
    watch.recent = RecentPanes.read(in, watch.names.length);
    watch.known = Wire.readVarInt(in);
    watch.hold = Wire.readVarInt(in);
    watch.judgedUntil = in.readLong();
    int waiting = Wire.readVarInt(in);
    watch.waiting = waiting == 0 ? null : new ArrayList<>(waiting);
    for (int i = 0; i < waiting; i++) {
      watch.waiting.add(JudgedValue.CODEC.read(in, JudgedValue.CODEC.version()));
    }
    watch.incident = in.readBoolean() ? JointIncident.read(in) : null;
    return watch;
  }
}
