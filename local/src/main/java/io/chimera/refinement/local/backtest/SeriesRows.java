package io.chimera.refinement.local.backtest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The rows of a CSV file with the columns {@code timestamp} and {@code value}, in the order of the
 * file, one at a time. Lines without any character but blanks are no rows.
 */
final class SeriesRows implements Closeable {
  /** As programs write it; what Java itself parses is only "Infinity". */
  private static final Pattern INFINITE =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  private final CsvLines lines;
  private final int timeColumn;
  private final int valueColumn;

  /**
   * One row.
   *
   * @param line its line number
   * @param timeText the time as it is written
   * @param valueText the value as it is written
   * @param timeMillis the time, 0 for a bad row
   * @param value the value, NaN for a missing observation and for a bad row
   * @param fault why the row cannot be used, or null
   */
  record Row(
      long line, String timeText, String valueText, long timeMillis, double value, String fault) {
    boolean isBad() {
      return fault != null;
    }

    boolean isMissing() {
      return fault == null && Double.isNaN(value);
    }
  }

  /**
   * Reads the header.
   *
   * @throws IOException when the text cannot be read, or has no header with both columns
   */
  SeriesRows(CsvLines lines) throws IOException {
    this.lines = lines;
    String header = lines.next();
    if (header == null) {
      throw new IOException("it is empty; the first line must name the columns timestamp,value");
    }
    List<String> names = fields(header.toLowerCase(Locale.ROOT));
    timeColumn = names.indexOf("timestamp");
    valueColumn = names.indexOf("value");
    if (timeColumn < 0 || valueColumn < 0) {
      String shown = header.length() > 80 ? header.substring(0, 80) + "…" : header;
      throw new IOException("line 1 must name the columns timestamp,value, was " + shown);
    }
  }

  /** The next row, or null at the end. */
  Row next() throws IOException {
    String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    return line == null ? null : row(line);
  }

  private Row row(String line) {
    List<String> fields = fields(line);
    String time = timeColumn < fields.size() ? fields.get(timeColumn) : "";
    String value = valueColumn < fields.size() ? fields.get(valueColumn) : "";
    if (Math.max(timeColumn, valueColumn) >= fields.size()) {
      int wanted = Math.max(timeColumn, valueColumn) + 1;
      return bad(time, value, "it must have " + wanted + " fields, has " + fields.size());
    }
    OptionalLong millis = Timestamps.millis(time);
    if (millis.isEmpty()) {
      return bad(time, value, "timestamp must be ISO-8601 or epoch s or ms, was " + shown(time));
    }
    if (value.isEmpty() || value.equalsIgnoreCase("nan")) {
      return new Row(lines.number(), time, value, millis.getAsLong(), Double.NaN, null);
    }
    if (INFINITE.matcher(value).matches()) {
      return bad(time, value, "value must be finite, was " + shown(value));
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException fault) {
      return bad(time, value, "value must be a number, was " + shown(value));
    }
    if (!Double.isFinite(number)) {
      return bad(time, value, "value must be finite, was " + shown(value));
    }
    return new Row(lines.number(), time, value, millis.getAsLong(), number, null);
  }

  private Row bad(String time, String value, String fault) {
    return new Row(lines.number(), time, value, 0, Double.NaN, fault);
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text.isEmpty() ? "empty" : text;
  }

  /** The fields of a line, without blanks around them; a field may be quoted. */
  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>(4);
    int at = 0;
    while (at <= line.length()) {
      int comma = line.indexOf(',', at);
      int end = comma < 0 ? line.length() : comma;
      int quote = line.indexOf('"', at);
      if (quote >= 0 && quote < end && line.substring(at, quote).isBlank()) {
        StringBuilder text = new StringBuilder();
        int i = quote + 1;
        while (i < line.length()) {
          char c = line.charAt(i);
          if (c == '"') {
            if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
              i++;
            } else {
              break;
            }
          }
          text.append(c);
          i++;
        }
        fields.add(text.toString().strip());
        int next = line.indexOf(',', Math.min(i, line.length()));
        end = next < 0 ? line.length() : next;
      } else {
        fields.add(line.substring(at, end).strip());
      }
      at = end + 1;
    }
    return fields;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
