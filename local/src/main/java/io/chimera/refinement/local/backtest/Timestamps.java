package io.chimera.refinement.local.backtest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/**
 * Points in time as files write them: ISO-8601 with or without an offset (without: UTC; a blank may
 * stand for the T), or seconds or milliseconds since 1970.
 */
final class Timestamps {
  /** A count below is seconds, from here on milliseconds: 5138 in the one, 1973 in the other. */
  private static final double LEAST_MILLIS = 1e11;

  private static final double MOST_MILLIS = 1e15;
  private static final int DATE_LENGTH = 10;

  private Timestamps() {}

  /** Milliseconds since 1970 of event time, or empty when {@code text} is no point in time. */
  static OptionalLong millis(String text) {
    try {
      boolean iso = text.length() >= DATE_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
      return OptionalLong.of(iso ? iso(text) : count(text));
    } catch (DateTimeException | NumberFormatException fault) {
      return OptionalLong.empty();
    }
  }

  private static long count(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 18;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    double count = digits ? Long.parseLong(text) : Double.parseDouble(text);
    if (!(Math.abs(count) < MOST_MILLIS)) {
      throw new NumberFormatException(text);
    }
    return Math.abs(count) < LEAST_MILLIS ? Math.round(count * 1_000) : (long) count;
  }

  private static long iso(String text) {
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, DATE_LENGTH))
            .toEpochDay();
    if (text.length() == DATE_LENGTH) {
      return day * 86_400_000L;
    }
    char separator = text.charAt(DATE_LENGTH);
    if (separator != 'T' && separator != 't' && separator != ' ') {
      throw new NumberFormatException(text);
    }
    int end = DATE_LENGTH + 1;
    while (end < text.length() && ":.0123456789".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    String time = text.substring(DATE_LENGTH + 1, end);
    if (time.length() > 29) {
      throw new NumberFormatException(text);
    }
    long millis = LocalTime.parse(time).toNanoOfDay() / 1_000_000;
    return day * 86_400_000L + millis - offsetMillis(text.substring(end).trim());
  }

  private static long offsetMillis(String offset) {
    if (offset.isEmpty() || offset.equalsIgnoreCase("Z") || offset.equals("UTC")) {
      return 0;
    }
    return ZoneOffset.of(offset).getTotalSeconds() * 1_000L;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new NumberFormatException(text);
      }
      value = 10 * value + c - '0';
    }
    return value;
  }
}
