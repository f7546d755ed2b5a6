package io.chimera.refinement.state.detect;

import java.util.Locale;

/** The unit that the name of a metric tells, such as {@code latency_ms}. */
final class MetricUnit {
  private MetricUnit() {}

  /** Unit of {@code metric} in short form; the empty string when its name tells none. */
  static String of(String metric) {
    String suffix = metric.substring(metric.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
    return switch (metric.indexOf('_') < 0 ? "" : suffix) {
      case "ms" -> "ms";
      case "s", "seconds" -> "s";
      case "percent" -> "%";
      case "mb" -> "MB";
      case "gb" -> "GB";
      case "bytes" -> "B";
      default -> "";
    };
  }
}
