package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts of one operator instance by offset range, kept until the next checkpoint or watermark.
 *
 * <p>No state: whatever is counted leaves before a checkpoint's barrier does.
 */
final class LedgerShares {
  private final long rangeSize;

  /** In the order of reading: a range must not look passed before its own share is known. */
  private final Map<Range, Share> open = new LinkedHashMap<>();

  private Range lastRange;
  private Share lastShare;

  LedgerShares(long rangeSize) {
    this.rangeSize = rangeSize;
  }

  /** Counts a report that the source has read; the first of a record counts the record too. */
  void read(Origin origin) {
    Share share = share(origin);
    share.records += origin.index() == 0 ? 1 : 0;
    share.reports++;
    share.nextOffset = Math.max(share.nextOffset, origin.offset() + 1);
  }

  void judged(Origin origin, Verdict verdict) {
    share(origin).verdicts[verdict.ordinal()]++;
  }

  private Share share(Origin origin) {
    Range last = lastRange;
    long into = last == null ? -1 : origin.offset() - last.from;
    // Neighbours in a partition mostly share a range: no look-up for them.
    if (into < 0
        || into >= rangeSize
        || origin.partition() != last.partition
        || !origin.topic().equals(last.topic)) {
      long from = origin.offset() - Math.floorMod(origin.offset(), rangeSize);
      lastRange = new Range(origin.topic(), origin.partition(), from);
      lastShare = open.computeIfAbsent(lastRange, range -> new Share());
    }
    return lastShare;
  }

  /** Hands over what was counted and starts anew. */
  void flush(Output<?> output) {
    open.forEach(
        (range, share) ->
            output.collect(SideOutputs.LEDGER, new StreamRecord<>(share.entry(range))));
    open.clear();
    lastRange = null;
    lastShare = null;
  }

  private record Range(String topic, int partition, long from) {}

  private static final class Share {
    final long[] verdicts = new long[Verdict.values().length];
    long nextOffset;
    long records;
    long reports;

    LedgerEntry entry(Range range) {
      return new LedgerEntry(
          range.topic, range.partition, range.from, nextOffset, records, reports, verdicts);
    }
  }
}
