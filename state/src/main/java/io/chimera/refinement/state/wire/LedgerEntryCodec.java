package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.event.LedgerEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Small numbers, mostly: a share of a bundle takes a few dozen bytes. */
final class LedgerEntryCodec implements Codec<LedgerEntry> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "ledger-entry";
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
  public void write(LedgerEntry entry, DataOutput out) throws IOException {
    Wire.writeString(out, entry.topic());
    Wire.writeVarInt(out, entry.partition());
    Wire.writeVarLong(out, entry.fromOffset());
    Wire.writeVarLong(out, entry.nextOffset());
    Wire.writeVarLong(out, entry.records());
    Wire.writeVarLong(out, entry.reports());
    Wire.writeLongs(out, entry.verdicts());
  }

  @Override
  public LedgerEntry read(DataInput in, int version) throws IOException {
    return new LedgerEntry(
        Wire.readString(in),
        Wire.readVarInt(in),
        Wire.readVarLong(in),
        Wire.readVarLong(in),
        Wire.readVarLong(in),
        Wire.readVarLong(in),
        Wire.readLongs(in));
  }
}
