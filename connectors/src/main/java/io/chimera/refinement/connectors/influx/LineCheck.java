package io.chimera.refinement.connectors.influx;

/**
 * Says what is wrong with a line before it is sent: some databases answer "stored" and drop it
 * silently (VictoriaMetrics 1.79 does). It knows the shape of line protocol, not types or limits.
 *
 * <p>Time O(length), no allocation for a good line. Source: InfluxDB v2 reference, "Line protocol",
 * sections "Elements of line protocol" and "Special characters".
 */
final class LineCheck {
  private final byte[] lines;
  private final int end;
  private int at;

  private LineCheck(byte[] lines, int start, int end) {
    this.lines = lines;
    this.at = start;
    this.end = end;
  }

  /** The fault of the line in [start, end), or null when it has none. */
  static String fault(byte[] lines, int start, int end) {
    int stop = end > start && lines[end - 1] == '\r' ? end - 1 : end;
    return new LineCheck(lines, start, stop).fault();
  }

  private String fault() {
    if (lines[at] == '#') {
      return "line must be a point, was a comment";
    }
    if (name(false) == 0) {
      return "measurement must not be empty";
    }
    while (at < end && lines[at] == ',') {
      at++;
      if (name(true) == 0 || at == end || lines[at] != '=') {
        return "tag must have a key, unable to parse";
      }
      at++;
      if (name(true) == 0) {
        return "tag value must not be empty";
      }
    }
    if (at == end || lines[at] != ' ') {
      return "fields must follow the tags, unable to parse";
    }
    String fault = fields();
    return fault != null ? fault : time();
  }

  private String fields() {
    do {
      at++;
      if (name(true) == 0 || at == end || lines[at] != '=') {
        return "field must have a key, unable to parse";
      }
      at++;
      String fault = at < end && lines[at] == '"' ? text() : number();
      if (fault != null) {
        return fault;
      }
    } while (at < end && lines[at] == ',');
    return null;
  }

  private String text() {
    for (at++; at < end; at++) {
      if (lines[at] == '\\') {
        at++;
      } else if (lines[at] == '"') {
        at++;
        return null;
      }
    }
    return "text must end with a quote, unable to parse";
  }

  /** A number with or without suffix, or one of the words for true and false. */
  private String number() {
    int start = at;
    boolean digit = false;
    boolean word = false;
    while (at < end && lines[at] != ',' && lines[at] != ' ') {
      byte c = lines[at];
      boolean suffix = (c == 'i' || c == 'u') && at > start && endsValue(at + 1);
      boolean exponent = (c == 'e' || c == 'E') && digit;
      digit |= c >= '0' && c <= '9';
      word |= (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && !suffix && !exponent;
      at++;
    }
    if (word ? isBoolean(start) : digit) {
      return null;
    }
    return at == start
        ? "field must have a value, unable to parse"
        : "field must be a finite number, a boolean or quoted text, unable to parse";
  }

  private boolean endsValue(int index) {
    return index == end || lines[index] == ',' || lines[index] == ' ';
  }

  private boolean isBoolean(int start) {
    int length = at - start;
    if (length > 5) {
      return false;
    }
    String word = new String(lines, start, length, java.nio.charset.StandardCharsets.US_ASCII);
    return switch (word) {
      case "t", "T", "true", "True", "TRUE", "f", "F", "false", "False", "FALSE" -> true;
      default -> false;
    };
  }

  private String time() {
    if (at == end) {
      return null;
    }
    if (lines[at] != ' ') {
      return "time must follow the fields, unable to parse";
    }
    while (at < end && lines[at] == ' ') {
      at++;
    }
    int start = at < end && lines[at] == '-' ? at + 1 : at;
    int digits = 0;
    for (at = start; at < end; at++) {
      if (lines[at] < '0' || lines[at] > '9') {
        return "time must be a whole number, unable to parse";
      }
      digits++;
    }
    return digits <= 19 ? null : "time must be a whole number of 64 bits, unable to parse";
  }

  /** Moves to the separator that ends a name and returns the name's length. */
  private int name(boolean ofPair) {
    int start = at;
    while (at < end) {
      byte c = lines[at];
      if (c == '\\' && at + 1 < end) {
        at += 2;
        continue;
      }
      if (c == ',' || c == ' ' || (ofPair && c == '=')) {
        break;
      }
      at++;
    }
    return at - start;
  }
}
