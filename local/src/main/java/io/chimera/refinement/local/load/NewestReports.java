package io.chimera.refinement.local.load;

import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The newest event time in {@code kpi-reports}: what is behind it may be late. A run that begins in
 * the past needs a system that has not seen the present yet.
 */
final class NewestReports {
  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\"\\s*:\\s*(\\d{12,14})");

  /** The last records of a partition hold its newest time: disorder is seconds, not more. */
  private static final int LAST_RECORDS = 50;

  /** Own KPIs come each second. */
  private static final long LISTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  private NewestReports() {}

  /** Epoch milliseconds of the newest report, from the last ones and those of the next seconds. */
  static OptionalLong find(String bootstrapServers, String topic) {
    AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
    try (TopicReader reader =
        TopicReader.fromLast(bootstrapServers, List.of(topic), LAST_RECORDS)) {
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
      Matcher times = TIMESTAMP.matcher(new String(value, StandardCharsets.UTF_8));
      while (times.find()) {
        newest.accumulateAndGet(Long.parseLong(times.group(1)), Math::max);
      }
    }
  }
}
