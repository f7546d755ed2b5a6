package io.chimera.refinement.state.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.wire.Snapshots;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("4.5: budgets from buckets of constant size equal brute force at the edges of buckets")
class BudgetHistoryTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long START = Instant.parse("2026-01-29T00:00:00Z").toEpochMilli();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void windowsEqualBruteForceAtBucketEdges(long seed) {
    Random random = new Random(seed);
    BudgetHistory history = new BudgetHistory();
    TreeMap<Long, Counts> raw = new TreeMap<>();
    long end = START + 70 * DAY;
    for (long at = START; at < end; at += 10_000L * (1 + random.nextInt(40))) {
      long total = 1L + random.nextInt(50);
      Counts counts = new Counts(total - random.nextInt((int) Math.min(total, 5)), total);
      history.add(at, counts);
      raw.merge(at, counts, Counts::plus);
      if (random.nextInt(2_000) == 0) {
        history = Snapshots.restored(BudgetHistory.CODEC, history);
      }
      long now = at + 10_000;
      if (random.nextInt(50) == 0) {
        long minute = now - Math.floorMod(now, MINUTE) + MINUTE;
        long tens = now - Math.floorMod(now, 10 * MINUTE) + 10 * MINUTE;
        long hour = now - Math.floorMod(now, HOUR) + HOUR;
        for (long span : new long[] {5 * MINUTE, 30 * MINUTE, HOUR}) {
          assertThat(history.last(span, minute)).isEqualTo(brute(raw, minute - span, minute));
        }
        for (long span : new long[] {2 * HOUR, 6 * HOUR, DAY}) {
          assertThat(history.last(span, tens)).isEqualTo(brute(raw, tens - span, tens));
        }
        for (long span : new long[] {3 * DAY, 7 * DAY, 30 * DAY}) {
          assertThat(history.last(span, hour)).isEqualTo(brute(raw, hour - span, hour));
        }
      }
    }
    assertThat(history.last(365 * DAY, end)).isEqualTo(brute(raw, 0, end));
  }

  private static Counts brute(NavigableMap<Long, Counts> raw, long from, long to) {
    Counts sum = Counts.ZERO;
    for (Counts counts : raw.subMap(from, true, to, false).values()) {
      sum = sum.plus(counts);
    }
    return sum;
  }

  @Test
  void aCalendarMonthBeginsAnew() {
    BudgetHistory history = new BudgetHistory();
    Budget month = new Budget(Budget.Method.OCCURRENCES, 0.999, 0, Budget.Calendar.MONTH);
    long february = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();
    history.add(february - HOUR, new Counts(0, 100));
    assertThat(history.period(month, february).bad()).isEqualTo(100);
    history.add(february, new Counts(9, 10));
    assertThat(history.period(month, february + MINUTE)).isEqualTo(new Counts(9, 10));
    assertThat(BudgetHistory.start(Budget.Calendar.YEAR, february))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
  }

  @Test
  void aLongGapForgetsWhatIsTooOld() {
    BudgetHistory history = new BudgetHistory();
    history.add(START, new Counts(0, 7));
    history.add(START + 400 * DAY, new Counts(1, 1));
    assertThat(history.last(365 * DAY, START + 400 * DAY + MINUTE)).isEqualTo(new Counts(1, 1));
  }

  @Test
  @DisplayName("4.6: a year of every minute is no more than a few kilobytes")
  void theSizeIsConstant() throws Exception {
    BudgetHistory history = new BudgetHistory();
    for (long at = START; at < START + 366 * DAY; at += MINUTE) {
      history.add(at, new Counts(59, 60));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BudgetHistory.CODEC.write(history, new DataOutputStream(bytes));
    assertThat(bytes.size()).isLessThan(9_000);
  }

  @Test
  void burnRatesAndWhatIsLeftFollowFromTheBadShare() {
    Budget budget = new Budget(Budget.Method.OCCURRENCES, 0.999, 30 * DAY, Budget.Calendar.NONE);
    assertThat(budget.burnRate(0.0144)).isCloseTo(14.4, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(budget.left(0.0005)).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(BurnPolicy.impossible(14.4, 0.9)).get().asString().contains("1.44 > 1");
    assertThat(BurnPolicy.impossible(14.4, 0.99)).isEmpty();
  }
}
