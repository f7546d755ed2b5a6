package io.chimera.refinement.connectors.influx;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a line can never be stored, read from what the database said. The words are those of InfluxDB
 * 1.x and 2.x, VictoriaMetrics and QuestDB.
 */
public enum RejectionCause {
  /** Older, or newer, than what the bucket keeps. */
  RETENTION("retention policy", "outside retention", "beyond retention"),
  /** One series, tag value or column more than the database allows. */
  SERIES_LIMIT("max-series", "max-values-per-tag", "limit exceeded", "cardinality"),
  /** A field that has another type since its first point. */
  TYPE_CONFLICT("type conflict", "cast error", "already exists as type", "cast for"),
  /** No line protocol, or a number that cannot be stored. */
  MALFORMED("unable to parse", "parse", "invalid", "bad "),
  /** It does not fit into a request by itself. */
  TOO_LARGE("too large", "too long"),
  OTHER;

  private static final Pattern DROPPED = Pattern.compile("dropped=(\\d+)");

  private final String[] signs;

  RejectionCause(String... signs) {
    this.signs = signs;
  }

  static RejectionCause of(String message) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    for (RejectionCause cause : values()) {
      for (String sign : cause.signs) {
        if (text.contains(sign)) {
          return cause;
        }
      }
    }
    return OTHER;
  }

  /**
   * How many points of the request InfluxDB 1.x says to have dropped while it stored the others; 0
   * when it does not say.
   */
  static int dropped(String message) {
    Matcher matcher = DROPPED.matcher(message == null ? "" : message);
    return matcher.find() && matcher.group(1).length() < 10
        ? Integer.parseInt(matcher.group(1))
        : 0;
  }

  /** The name of the counter. */
  String counter() {
    StringBuilder name = new StringBuilder("rejected");
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return name.toString();
  }
}
