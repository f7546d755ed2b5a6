package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.wire.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;

/**
 * What an objective needs to know of the past: counts by minute for an hour, by ten minutes for a
 * day, by hour for 31 days, by day for a year and a leap day.
 *
 * <p>A stretch of time is summed from the finest ring that reaches as far, over the buckets that
 * begin within it: exact whenever both of its ends are edges of buckets, short by less than one
 * bucket otherwise. Constant in size: at most 1,322 buckets of two numbers. Mutable.
 */
public final class BudgetHistory {
  public static final Codec<BudgetHistory> CODEC = new BudgetHistoryCodec();

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private final CountRing[] rings = {
    new CountRing(MINUTE, 61),
    new CountRing(10 * MINUTE, 145),
    new CountRing(HOUR, 31 * 24 + 1),
    new CountRing(DAY, 367)
  };

  /** Counts what happened in a stretch that begins at {@code startMillis}. */
  public void add(long startMillis, Counts counts) {
    if (counts.total() > 0) {
      for (CountRing ring : rings) {
        ring.add(startMillis, counts.good(), counts.total());
      }
    }
  }

  /** The counts of the {@code spanMillis} before {@code endMillis}. */
  public Counts last(long spanMillis, long endMillis) {
    return between(endMillis - spanMillis, endMillis);
  }

  /** The counts of the budget's period that {@code endMillis} lies in, so far. */
  public Counts period(Budget budget, long endMillis) {
    return budget.isCalendar()
        ? between(start(budget.calendar(), endMillis), endMillis)
        : last(budget.periodMillis(), endMillis);
  }

  private Counts between(long fromMillis, long toMillis) {
    for (CountRing ring : rings) {
      if (toMillis - fromMillis < ring.spanMillis()) {
        return ring.sum(fromMillis, toMillis);
      }
    }
    return rings[rings.length - 1].sum(fromMillis, toMillis);
  }

  /** When the calendar period began that ends at or goes on after {@code endMillis}, in UTC. */
  public static long start(Budget.Calendar calendar, long endMillis) {
    LocalDate day = Instant.ofEpochMilli(endMillis - 1).atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate start =
        switch (calendar) {
          case NONE -> day;
          case WEEK -> day.with(DayOfWeek.MONDAY);
          case MONTH -> day.withDayOfMonth(1);
          case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
          case YEAR -> day.withDayOfYear(1);
        };
    return start.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static final class BudgetHistoryCodec implements Codec<BudgetHistory> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "budget-history";
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
    public void write(BudgetHistory value, DataOutput out) throws IOException {
      for (CountRing ring : value.rings) {
        ring.write(out);
      }
    }

    @Override
    public BudgetHistory read(DataInput in, int version) throws IOException {
      BudgetHistory value = new BudgetHistory();
      for (CountRing ring : value.rings) {
        ring.readInto(in);
      }
      return value;
    }
  }
}
