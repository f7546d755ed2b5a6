package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.Reason;
import java.util.Arrays;

/**
 * Reads one histogram {@code
 * {"count":..,"sum":..,"min":..,"max":..,"buckets":[[upperBound,count],..]}}.
 *
 * <p>All five fields are required. The bounds ascend strictly, the counts are whole and not
 * negative and add up to {@code count}, {@code min <= max}, and the mean lies between them: else
 * OUT_OF_RANGE. The last bound may lie below {@code max}, since JSON has no infinity to close the
 * last bucket with.
 */
final class HistogramReader {
  private static final long HISTOGRAM = 3;

  /**
   * The largest count that a double holds exactly; a sum of thousands of such counts still fits a
   * long.
   */
  private static final long MAX_COUNT = 1L << 53;

  /** Relative error that an agent's own summation may have. */
  private static final double SUM_TOLERANCE = 1e-6;

  private static final int COUNT = 1;
  private static final int SUM = 2;
  private static final int MIN = 4;
  private static final int MAX = 8;
  private static final int BUCKETS = 16;

  private final JsonCursor cursor;
  private final double[] bounds;
  private final long[] counts;
  private String metric;
  private int seen;
  private int length;
  private long hash;

  HistogramReader(JsonCursor cursor, Limits limits) {
    this.cursor = cursor;
    this.bounds = new double[limits.maxArray()];
    this.counts = new long[limits.maxArray()];
  }

  /** Reads the object that the cursor stands on. */
  Histogram read(String name) throws Refused {
    metric = name;
    seen = 0;
    length = 0;
    long count = 0;
    double sum = 0;
    double min = 0;
    double max = 0;
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      cursor.next();
      switch (field) {
        case "count" -> count = count(once(COUNT, field));
        case "sum" -> sum = cursor.finite(once(SUM, field));
        case "min" -> min = cursor.finite(once(MIN, field));
        case "max" -> max = cursor.finite(once(MAX, field));
        case "buckets" -> readBuckets(once(BUCKETS, field));
        default -> cursor.skip();
      }
    }
    requireAll();
    Histogram histogram =
        new Histogram(
            count, sum, min, max, Arrays.copyOf(bounds, length), Arrays.copyOf(counts, length));
    check(histogram);
    hash = fingerprint(histogram);
    return histogram;
  }

  /** Fingerprint of what {@link #read} read last. */
  long hash() {
    return hash;
  }

  private String once(int bit, String field) throws Refused {
    if ((seen & bit) != 0) {
      throw Refused.repeated(path(field));
    }
    seen |= bit;
    return field;
  }

  private void requireAll() throws Refused {
    require(COUNT, "count");
    require(SUM, "sum");
    require(MIN, "min");
    require(MAX, "max");
    require(BUCKETS, "buckets");
  }

  private void require(int bit, String field) throws Refused {
    if ((seen & bit) == 0) {
      throw Refused.missing(path(field));
    }
  }

  private long count(String field) throws Refused {
    long count = cursor.integer(path(field), Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
    if (count < 0 || count > MAX_COUNT) {
      throw Refused.because(
          Reason.OUT_OF_RANGE, path(field), "a count from 0 to 2^53", Long.toString(count));
    }
    return count;
  }

  private void readBuckets(String field) throws Refused {
    expectArray(path(field));
    while (cursor.next() != JsonToken.END_ARRAY) {
      expectArray("a bucket of metrics." + metric);
      if (length == bounds.length) {
        throw outOfRange("buckets must have 1 to " + bounds.length + " entries, has more");
      }
      cursor.next();
      bounds[length] = cursor.finite("an upper bound of metrics." + metric);
      cursor.next();
      counts[length] = count("buckets");
      length++;
      if (cursor.next() != JsonToken.END_ARRAY) {
        throw new Refused(
            Reason.WRONG_TYPE,
            "a bucket of metrics." + metric + " must be [upperBound, count], has more");
      }
    }
  }

  private void expectArray(String what) throws Refused {
    if (cursor.token() != JsonToken.START_ARRAY) {
      throw Refused.because(Reason.WRONG_TYPE, what, "an array", cursor.text());
    }
  }

  private void check(Histogram histogram) throws Refused {
    if (histogram.count() < 1) {
      throw outOfRange("count must be at least 1, was " + histogram.count());
    }
    if (length == 0) {
      throw outOfRange("buckets must have 1 to " + bounds.length + " entries, has none");
    }
    if (histogram.min() > histogram.max()) {
      throw outOfRange("min must be at most max, was " + histogram.min());
    }
    double slack =
        SUM_TOLERANCE
            * histogram.count()
            * Math.max(Math.abs(histogram.min()), Math.abs(histogram.max()));
    if (histogram.sum() < histogram.min() * histogram.count() - slack
        || histogram.sum() > histogram.max() * histogram.count() + slack) {
      throw outOfRange("sum must lie between count * min and count * max, was " + histogram.sum());
    }
    long total = 0;
    for (int i = 0; i < length; i++) {
      // At most 1,000 counts of at most 2^53: no overflow.
      total += counts[i];
      if (i > 0 && bounds[i] <= bounds[i - 1]) {
        throw outOfRange(
            "buckets must have strictly ascending bounds, was "
                + bounds[i]
                + " after "
                + bounds[i - 1]);
      }
    }
    if (total != histogram.count()) {
      throw outOfRange("buckets must add up to count " + histogram.count() + ", was " + total);
    }
  }

  private long fingerprint(Histogram histogram) {
    long h = Digests.fold(HISTOGRAM, histogram.count());
    h = Digests.fold(h, Double.doubleToLongBits(histogram.sum()));
    h = Digests.fold(h, Double.doubleToLongBits(histogram.min()));
    h = Digests.fold(h, Double.doubleToLongBits(histogram.max()));
    for (int i = 0; i < length; i++) {
      h = Digests.fold(Digests.fold(h, Double.doubleToLongBits(bounds[i])), counts[i]);
    }
    return h;
  }

  private Refused outOfRange(String rest) {
    return new Refused(Reason.OUT_OF_RANGE, "metrics." + metric + '.' + rest);
  }

  private String path(String field) {
    return "metrics." + metric + '.' + field;
  }
}
