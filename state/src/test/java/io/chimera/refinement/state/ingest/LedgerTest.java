package io.chimera.refinement.state.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.Verdict;
import io.chimera.refinement.state.wire.RoundTrip;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
  private static final String TOPIC = "refinement.kpi-reports";
  private static final long RANGE = 100;

  private final Ledger ledger = new Ledger(TOPIC, 3, RANGE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyInterleavingEndsWithOneCompleteRowPerRangeAndTheSameSums(long seed) {
    Traffic traffic = new Traffic(seed);
    Random order = new Random(seed + 100);
    Map<Long, AuditRow> last = new TreeMap<>();
    Ledger current = ledger;
    while (traffic.hasNext()) {
      current.add(traffic.next(order));
      if (order.nextInt(4) == 0) {
        keep(last, current.takeChanged());
      }
      if (order.nextInt(10) == 0) {
        current = RoundTrip.through(Ledger.CODEC, current);
      }
    }
    keep(last, current.takeChanged());
    keep(last, current.takeAll());
    assertThat(last.values()).allMatch(AuditRow::complete).allMatch(AuditRow::balanced);
    assertThat(last.keySet()).containsExactlyElementsOf(traffic.ranges());
    assertThat(sum(last, AuditRow::records)).isEqualTo(traffic.records);
    assertThat(sum(last, AuditRow::reports)).isEqualTo(traffic.reports);
    assertThat(sum(last, AuditRow::accepted)).isEqualTo(traffic.verdicts[at(Verdict.ACCEPTED)]);
    assertThat(sum(last, AuditRow::duplicate)).isEqualTo(traffic.verdicts[at(Verdict.DUPLICATE)]);
    assertThat(sum(last, AuditRow::late)).isEqualTo(traffic.verdicts[at(Verdict.LATE)]);
    assertThat(sum(last, AuditRow::future)).isEqualTo(traffic.verdicts[at(Verdict.FUTURE)]);
    assertThat(sum(last, AuditRow::rejected)).isEqualTo(traffic.verdicts[at(Verdict.REJECTED)]);
    assertThat(sum(last, AuditRow::quarantined))
        .isEqualTo(traffic.verdicts[at(Verdict.QUARANTINED)]);
    assertThat(last.values())
        .last()
        .satisfies(row -> assertThat(row.toOffset()).isEqualTo(traffic.end));
  }

  /** Rows are cumulative, and nothing comes after a complete one. */
  private static void keep(Map<Long, AuditRow> last, List<AuditRow> rows) {
    for (AuditRow row : rows) {
      AuditRow before = last.put(row.fromOffset(), row);
      if (before != null) {
        assertThat(before.complete()).isFalse();
        assertThat(row.reports()).isGreaterThanOrEqualTo(before.reports());
        assertThat(row.accepted()).isGreaterThanOrEqualTo(before.accepted());
        assertThat(row.toOffset()).isGreaterThanOrEqualTo(before.toOffset());
      }
    }
  }

  private static long sum(Map<Long, AuditRow> rows, ToLongFunction<AuditRow> column) {
    return rows.values().stream().mapToLong(column).sum();
  }

  @Test
  void aRangeIsCompleteOnceReadPastItsEndAndBalanced() {
    ledger.add(source(0, 60, 60, 70));
    ledger.add(verdicts(0, 70, 0));
    assertThat(ledger.takeChanged()).containsExactly(row(0, 60, false, 60, 70, 70, 0));
    ledger.add(source(0, 100, 40, 40));
    assertThat(ledger.takeChanged()).containsExactly(row(0, 100, false, 100, 110, 70, 0));
    assertThat(ledger.takeChanged()).isEmpty();
    ledger.add(verdicts(0, 35, 5));
    assertThat(ledger.takeChanged()).containsExactly(row(0, 100, true, 100, 110, 105, 5));
    assertThat(ledger.isEmpty()).isTrue();
  }

  @Test
  void readingTheNextRangeCompletesOneThatEndsInAGap() {
    ledger.add(source(0, 98, 98, 98));
    ledger.add(verdicts(0, 98, 0));
    assertThat(ledger.takeChanged()).containsExactly(row(0, 98, false, 98, 98, 98, 0));
    ledger.add(source(100, 130, 30, 30));
    assertThat(ledger.takeChanged())
        .containsExactly(row(0, 100, true, 98, 98, 98, 0), row(100, 130, false, 30, 30, 0, 0));
  }

  @Test
  void aVerdictMayComeBeforeItsReport() {
    ledger.add(verdicts(200, 3, 0));
    assertThat(ledger.takeChanged()).containsExactly(row(200, 200, false, 0, 0, 3, 0));
    ledger.add(source(200, 300, 3, 3));
    assertThat(ledger.takeChanged()).containsExactly(row(200, 300, true, 3, 3, 3, 0));
  }

  @Test
  void aShareWithoutCountsBringsNoRangeBack() {
    ledger.add(source(0, 100, 1, 1));
    ledger.add(verdicts(0, 1, 0));
    assertThat(ledger.takeChanged()).hasSize(1);
    ledger.add(verdicts(0, 0, 0));
    ledger.add(source(0, 100, 0, 0));
    assertThat(ledger.takeChanged()).isEmpty();
    assertThat(ledger.takeAll()).isEmpty();
  }

  @Test
  void theEndOfTheInputCompletesWhatIsBalanced() {
    ledger.add(source(0, 100, 100, 100));
    ledger.add(verdicts(0, 99, 0));
    ledger.add(source(100, 150, 50, 50));
    ledger.add(verdicts(100, 50, 0));
    assertThat(ledger.takeAll())
        .containsExactly(row(0, 100, false, 100, 100, 99, 0), row(100, 150, true, 50, 50, 50, 0));
  }

  @Test
  void inputThatGoesOnAfterItsEndStaysCumulative() {
    ledger.add(source(0, 50, 50, 50));
    ledger.add(verdicts(0, 50, 0));
    assertThat(ledger.takeAll()).containsExactly(row(0, 50, true, 50, 50, 50, 0));
    assertThat(ledger.takeChanged()).isEmpty();
    ledger.add(source(0, 100, 50, 50));
    ledger.add(verdicts(0, 50, 0));
    assertThat(ledger.takeChanged()).containsExactly(row(0, 100, true, 100, 100, 100, 0));
  }

  @Test
  void aRangeNeedsASize() {
    assertThatThrownBy(() -> new Ledger(TOPIC, 0, 0))
        .hasMessage("rangeSize must be positive, was 0");
  }

  @SuppressWarnings("EnumOrdinal") // the public meaning of LedgerEntry.verdicts
  private static int at(Verdict verdict) {
    return verdict.ordinal();
  }

  private static LedgerEntry source(long from, long next, long records, long reports) {
    return new LedgerEntry(
        TOPIC, 3, from, next, records, reports, new long[Verdict.values().length]);
  }

  private static LedgerEntry verdicts(long from, long accepted, long duplicate) {
    long[] verdicts = new long[Verdict.values().length];
    verdicts[at(Verdict.ACCEPTED)] = accepted;
    verdicts[at(Verdict.DUPLICATE)] = duplicate;
    return new LedgerEntry(TOPIC, 3, from, 0, 0, 0, verdicts);
  }

  private static AuditRow row(
      long from,
      long to,
      boolean complete,
      long records,
      long reports,
      long accepted,
      long duplicate) {
    return new AuditRow(
        TOPIC, 3, from, to, complete, records, reports, accepted, duplicate, 0, 0, 0, 0);
  }

  /**
   * A source that reads on in order, and two operators that give verdicts in any order, each in
   * shares.
   */
  private static final class Traffic {
    private final Deque<LedgerEntry> source = new ArrayDeque<>();
    private final List<LedgerEntry> verdictShares = new ArrayList<>();
    private final TreeMap<Long, Boolean> ranges = new TreeMap<>();
    private final long[] verdicts = new long[Verdict.values().length];
    private long records;
    private long reports;
    private long end;

    Traffic(long seed) {
      Random random = new Random(seed);
      long offset = random.nextInt(250);
      for (int share = 0; share < 60; share++) {
        long from = offset - offset % RANGE;
        long n = 1 + random.nextLong(Math.min(20, from + RANGE - offset));
        long elements = n + random.nextInt(30);
        source.add(source(from, offset + n, n, elements));
        ranges.put(from, true);
        records += n;
        reports += elements;
        end = offset + n;
        offset =
            end
                + (random.nextInt(8) == 0
                    ? random.nextInt(40)
                    : 0); // transaction markers, compaction
        while (elements > 0) {
          long part = 1 + random.nextLong(elements);
          int verdict = random.nextInt(verdicts.length);
          long[] counts = new long[verdicts.length];
          counts[verdict] = part;
          verdicts[verdict] += part;
          verdictShares.add(new LedgerEntry(TOPIC, 3, from, 0, 0, 0, counts));
          elements -= part;
        }
      }
    }

    boolean hasNext() {
      return !source.isEmpty() || !verdictShares.isEmpty();
    }

    LedgerEntry next(Random order) {
      if (verdictShares.isEmpty() || (!source.isEmpty() && order.nextInt(4) == 0)) {
        return source.remove();
      }
      return verdictShares.remove(order.nextInt(verdictShares.size()));
    }

    Iterable<Long> ranges() {
      return ranges.keySet();
    }
  }
}
