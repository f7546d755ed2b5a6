package io.chimera.refinement.local.load;

import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The newest event time in {@code kpi-reports}: what is behind it may be late. A run that begins in
 * the past needs a system that has not seen the present yet.
 */
final class NewestReports {
  private static final Pattern TIMESTAMP =
      Pattern.compile("\"timestamp\"\\s*:\\s*(?:(\\d{12,14})\\b|\"([^\"]{16,40})\")");

  /** As the contract lets producers write it: ISO-8601 with an offset. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  /** The last records of a partition hold its newest time: disorder is seconds, not more. */
  private static final int LAST_RECORDS = 50;

  /** Own KPIs come each second. */
  private static final long LISTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  private NewestReports() {}

  /** Epoch milliseconds of the newest report, from the last ones and those of the next seconds. */
  static OptionalLong find(Brokers brokers, String topic) {
    AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
    try (TopicReader reader = TopicReader.fromLast(brokers, List.of(topic), false, LAST_RECORDS)) {
      long start = System.nanoTime();
      reader.drain(record -> look(record.value(), newest));
      while (System.nanoTime() - start < LISTEN_NANOS && newest.get() == Long.MIN_VALUE) {
        reader.pollPatiently(record -> look(record.value(), newest));
      }
    }
    return newest.get() == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(newest.get());
  }

  private static void look(byte[] value, AtomicLong newest) {
    if (value != null) {
      newestIn(new String(value, StandardCharsets.UTF_8))
          .ifPresent(time -> newest.accumulateAndGet(time, Math::max));
    }
  }

  /** Epoch milliseconds of the newest report of a record, whichever way its time is written. */
  static OptionalLong newestIn(String record) {
    return TIMESTAMP.matcher(record).results().flatMapToLong(NewestReports::millis).max();
  }

  private static LongStream millis(MatchResult time) {
    if (time.group(1) != null) {
      return LongStream.of(Long.parseLong(time.group(1)));
    }
    try {
      return LongStream.of(
          ISO.parse(time.group(2), OffsetDateTime::from).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      // No time: the product refuses the report, so that it makes nothing late.
      return LongStream.empty();
    }
  }
}
