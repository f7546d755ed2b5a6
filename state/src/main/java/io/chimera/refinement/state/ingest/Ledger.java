package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The conservation ledger of one topic-partition: every report that was read must get exactly one
 * verdict.
 *
 * <p>Counts arrive in shares from several operator instances, in any order, and are added up per
 * range of offsets. A range is complete when the source has read past its end and as many verdicts
 * are known as reports; it leaves the state then. The shares of the source itself come in the order
 * of reading. Mutable.
 */
public final class Ledger {
  public static final Codec<Ledger> CODEC = new LedgerCodec();

  private final String topic;
  private final int partition;
  private final long rangeSize;
  private final NavigableMap<Long, OpenRange> open = new TreeMap<>();
  private long nextOffset;

  /**
   * An empty ledger.
   *
   * @param rangeSize offsets per range; never changed while a ledger lives
   */
  public Ledger(String topic, int partition, long rangeSize) {
    if (rangeSize <= 0) {
      throw new IllegalArgumentException("rangeSize must be positive, was " + rangeSize);
    }
    this.topic = topic;
    this.partition = partition;
    this.rangeSize = rangeSize;
  }

  /** Adds a share. One without counts opens no range: the range may have been completed already. */
  public void add(LedgerEntry entry) {
    nextOffset = Math.max(nextOffset, entry.nextOffset());
    if (OpenRange.countsIn(entry)) {
      open.computeIfAbsent(entry.fromOffset(), from -> new OpenRange()).add(entry);
    }
  }

  /** Rows of the ranges that have become complete, by offset; they leave the state. */
  public List<AuditRow> takeComplete() {
    List<AuditRow> rows = new ArrayList<>();
    open.forEach(
        (from, range) -> {
          if (readPast(from) && range.balanced()) {
            rows.add(row(from, range, true));
          }
        });
    rows.forEach(row -> open.remove(row.fromOffset()));
    return rows;
  }

  /**
   * Cumulative rows of the ranges that changed since the last call, by offset; complete ones appear
   * for the last time.
   */
  public List<AuditRow> takeChanged() {
    List<AuditRow> rows = new ArrayList<>();
    Iterator<Map.Entry<Long, OpenRange>> ranges = open.entrySet().iterator();
    while (ranges.hasNext()) {
      Map.Entry<Long, OpenRange> next = ranges.next();
      OpenRange range = next.getValue();
      boolean complete = readPast(next.getKey()) && range.balanced();
      if (range.takeChange() || complete) {
        rows.add(row(next.getKey(), range, complete));
      }
      if (complete) {
        ranges.remove();
      }
    }
    return rows;
  }

  /**
   * Rows of all open ranges, by offset, at the end of the input: a range is complete when it is
   * balanced. A balanced range that was not read to its end stays in the state, in case the input
   * goes on after a restart; its rows are cumulative.
   */
  public List<AuditRow> takeAll() {
    List<AuditRow> rows = new ArrayList<>();
    open.forEach((from, range) -> rows.add(row(from, range, range.balanced())));
    open.entrySet().removeIf(range -> range.getValue().balanced() && readPast(range.getKey()));
    open.values().forEach(OpenRange::takeChange);
    return rows;
  }

  /** Whether no range is open. */
  public boolean isEmpty() {
    return open.isEmpty();
  }

  private boolean readPast(long fromOffset) {
    return nextOffset >= fromOffset + rangeSize;
  }

  private AuditRow row(long fromOffset, OpenRange range, boolean complete) {
    long toOffset = Math.max(fromOffset, Math.min(fromOffset + rangeSize, nextOffset));
    return range.row(topic, partition, fromOffset, toOffset, complete);
  }

  /** Identity, mark, open ranges. */
  private static final class LedgerCodec implements Codec<Ledger> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "ledger";
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
    public void write(Ledger ledger, DataOutput out) throws IOException {
      Wire.writeString(out, ledger.topic);
      Wire.writeVarInt(out, ledger.partition);
      Wire.writeVarLong(out, ledger.rangeSize);
      Wire.writeVarLong(out, ledger.nextOffset);
      Wire.writeVarInt(out, ledger.open.size());
      for (Map.Entry<Long, OpenRange> range : ledger.open.entrySet()) {
        Wire.writeVarLong(out, range.getKey());
        range.getValue().write(out);
      }
    }

    @Override
    public Ledger read(DataInput in, int version) throws IOException {
      Ledger ledger = new Ledger(Wire.readString(in), Wire.readVarInt(in), Wire.readVarLong(in));
      ledger.nextOffset = Wire.readVarLong(in);
      int size = Wire.readVarInt(in);
      for (int i = 0; i < size; i++) {
        ledger.open.put(Wire.readVarLong(in), OpenRange.read(in));
      }
      return ledger;
    }
  }
}
