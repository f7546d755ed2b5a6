package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import java.util.List;

/**
 * Writes points as InfluxDB line protocol, times in milliseconds. Not thread-safe: one per task,
 * its buffer is used again.
 *
 * <p>Empty tag values, fields that are NaN or infinite, and names that are empty are left out; a
 * point that keeps no field is not written. A line break would end the line, so it is written as
 * backslash and letter. A backslash in front of a separator, or at the end of a name or tag value,
 * cannot be expressed and becomes a slash. The same points give the same bytes.
 *
 * <p>Source: InfluxDB v2 reference, "Line protocol", sections on special characters and on naming
 * restrictions.
 */
public final class LineProtocol {
  private static final int INITIAL_BYTES = 16 * 1024;

  private static final boolean[] IN_MEASUREMENT = special(", \\\n\r");
  private static final boolean[] IN_KEY = special(",= \\\n\r");
  private static final boolean[] IN_TEXT = special("\"\\\n\r");

  private final LineBuffer out = new LineBuffer(INITIAL_BYTES);

  /**
   * The lines of {@code points}, joined by line feeds without one at the end; no bytes when no
   * point has a field.
   */
  public byte[] encode(List<MetricPoint> points) {
    out.truncate(0);
    for (MetricPoint point : points) {
      int start = out.length();
      if (start > 0) {
        out.ascii('\n');
      }
      if (!append(point)) {
        out.truncate(start);
      }
    }
    return out.toByteArray();
  }

  private boolean append(MetricPoint point) {
    if (point.measurement().isEmpty()) {
      return false;
    }
    measurement(point.measurement());
    for (Tag tag : point.tags()) {
      if (tag.value() != null && !tag.value().isEmpty() && !tag.key().isEmpty()) {
        out.ascii(',');
        name(tag.key(), IN_KEY);
        out.ascii('=');
        name(tag.value(), IN_KEY);
      }
    }
    if (!fields(point.fields())) {
      return false;
    }
    out.ascii(' ');
    out.whole(point.timeMillis());
    return true;
  }

  private void measurement(String text) {
    if (text.charAt(0) == '#') {
      out.ascii('_'); // a line that starts with # is a comment
      name(text.substring(1), IN_MEASUREMENT);
    } else {
      name(text, IN_MEASUREMENT);
    }
  }

  private boolean fields(List<Field> fields) {
    boolean any = false;
    for (Field field : fields) {
      if (field.key().isEmpty() || (field.text() == null && !Double.isFinite(field.number()))) {
        continue;
      }
      out.ascii(any ? ',' : ' ');
      name(field.key(), IN_KEY);
      out.ascii('=');
      value(field);
      any = true;
    }
    return any;
  }

  private void value(Field field) {
    if (field.text() != null) {
      quoted(field.text());
    } else if (field.whole()) {
      out.whole((long) field.number());
      out.ascii('i');
    } else {
      out.decimal(field.number());
    }
  }

  /** Nearly every name is written by the first call; the rest is for what must be escaped. */
  private void name(String text, boolean[] special) {
    int length = text.length();
    for (int i = out.ordinary(text, 0, special); i < length; i = out.ordinary(text, i, special)) {
      char c = text.charAt(i);
      if (c == '\\') {
        boolean ambiguous = i + 1 == length || separator(text.charAt(i + 1), special);
        out.ascii(ambiguous ? '/' : '\\');
        i++;
      } else if (lineBreak(c)) {
        i++;
      } else {
        if (separator(c, special)) {
          out.ascii('\\');
        }
        i += out.codePoint(text, i);
      }
    }
  }

  private void quoted(String text) {
    out.ascii('"');
    int length = text.length();
    for (int i = out.ordinary(text, 0, IN_TEXT); i < length; i = out.ordinary(text, i, IN_TEXT)) {
      char c = text.charAt(i);
      if (lineBreak(c)) {
        i++;
      } else {
        if (c == '"' || c == '\\') {
          out.ascii('\\');
        }
        i += out.codePoint(text, i);
      }
    }
    out.ascii('"');
  }

  private boolean lineBreak(char c) {
    if (c != '\n' && c != '\r') {
      return false;
    }
    out.ascii('\\');
    out.ascii(c == '\n' ? 'n' : 'r');
    return true;
  }

  private static boolean separator(char c, boolean[] special) {
    return c < special.length && special[c] && c != '\\' && c != '\n' && c != '\r';
  }

  private static boolean[] special(String characters) {
    boolean[] special = new boolean[128];
    characters.chars().forEach(c -> special[c] = true);
    return special;
  }
}
