package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.Verdict;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The counts of one range of offsets that still misses reports or verdicts. Mutable. */
final class OpenRange {
  private long records;
  private long reports;
  private long[] verdicts = new long[Verdict.values().length];
  private boolean changed;

  static boolean countsIn(LedgerEntry entry) {
    return entry.records() != 0
        || entry.reports() != 0
        || Arrays.stream(entry.verdicts()).anyMatch(count -> count != 0);
  }

  void add(LedgerEntry share) {
    records += share.records();
    reports += share.reports();
    for (int i = 0; i < share.verdicts().length; i++) {
      verdicts[i] += share.verdicts()[i];
    }
    changed = true;
  }

  boolean balanced() {
    return Arrays.stream(verdicts).sum() == reports;
  }

  /** Whether something was added since the last call. */
  boolean takeChange() {
    boolean was = changed;
    changed = false;
    return was;
  }

  AuditRow row(String topic, int partition, long fromOffset, long toOffset, boolean complete) {
    return new AuditRow(
        topic,
        partition,
        fromOffset,
        toOffset,
        complete,
        records,
        reports,
        count(Verdict.ACCEPTED),
        count(Verdict.DUPLICATE),
        count(Verdict.LATE),
        count(Verdict.FUTURE),
        count(Verdict.REJECTED),
        count(Verdict.QUARANTINED));
  }

  @SuppressWarnings("EnumOrdinal") // the public meaning of LedgerEntry.verdicts
  private long count(Verdict verdict) {
    return verdicts[verdict.ordinal()];
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(changed);
    Wire.writeVarLong(out, records);
    Wire.writeVarLong(out, reports);
    Wire.writeLongs(out, verdicts);
  }

  static OpenRange read(DataInput in) throws IOException {
    OpenRange range = new OpenRange();
    range.changed = in.readBoolean();
    range.records = Wire.readVarLong(in);
    range.reports = Wire.readVarLong(in);
    // A verdict added in a later release has no count in an older snapshot.
    range.verdicts = Arrays.copyOf(Wire.readLongs(in), Verdict.values().length);
    return range;
  }
}
