package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.event.SequenceTick;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Three numbers as they are. */
final class SequenceTickCodec implements Codec<SequenceTick> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "sequence-tick";
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
  public void write(SequenceTick tick, DataOutput out) throws IOException {
    out.writeLong(tick.agentHash());
    out.writeLong(tick.timestampMillis());
    out.writeLong(tick.sequence());
  }

  @Override
  public SequenceTick read(DataInput in, int version) throws IOException {
    return new SequenceTick(in.readLong(), in.readLong(), in.readLong());
  }
}
