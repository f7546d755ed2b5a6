package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The parts of one pane that are waiting for its end, by what they are for. Mutable. */
public final class TermPanes {
  public static final Codec<TermPanes> CODEC = new TermPanesCodec();

  private final TreeMap<String, RolePanes> terms = new TreeMap<>();
  private long startMillis;

  public void add(String term, PaneRole role, long start, Pane pane) {
    startMillis = start;
    terms.computeIfAbsent(term, fresh -> new RolePanes()).add(role, pane);
  }

  /** Start of the pane. */
  public long startMillis() {
    return startMillis;
  }

  /** What came for each term, in the order of their names. */
  public Map<String, RolePanes> terms() {
    return terms;
  }

  private static final class TermPanesCodec implements Codec<TermPanes> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "term-panes";
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
    public void write(TermPanes value, DataOutput out) throws IOException {
      out.writeByte(RolePanes.CODEC.version());
      out.writeLong(value.startMillis);
      Wire.writeVarInt(out, value.terms.size());
      for (Map.Entry<String, RolePanes> term : value.terms.entrySet()) {
        Wire.writeString(out, term.getKey());
        RolePanes.CODEC.write(term.getValue(), out);
      }
    }

    @Override
    public TermPanes read(DataInput in, int version) throws IOException {
      int panes = in.readByte();
      TermPanes value = new TermPanes();
      value.startMillis = in.readLong();
      int size = Wire.readVarInt(in);
      for (int i = 0; i < size; i++) {
        value.terms.put(Wire.readString(in), RolePanes.CODEC.read(in, panes));
      }
      return value;
    }
  }
}
