package io.chimera.refinement.connectors.influx;

import java.nio.charset.StandardCharsets;

/**
 * How long a point is worth keeping, told by its measurement (REF-RET-04): what comes as it is
 * measured is hot, rollups of minutes are warm, those of hours and days cold.
 */
public enum StorageTier {
  HOT,
  WARM("kpi_window_1m", "kpi_window_5m"),
  COLD("kpi_window_1h", "kpi_window_1d");

  private static final byte[] ROLLUP = "kpi_window_".getBytes(StandardCharsets.US_ASCII);

  private final byte[][] measurements;

  StorageTier(String... measurements) {
    this.measurements = new byte[measurements.length][];
    for (int i = 0; i < measurements.length; i++) {
      this.measurements[i] = measurements[i].getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** The tier of the line that starts at {@code start}. */
  static StorageTier of(byte[] lines, int start, int end) {
    if (!startsWith(lines, start, end, ROLLUP)) {
      return HOT;
    }
    for (StorageTier tier : new StorageTier[] {WARM, COLD}) {
      for (byte[] measurement : tier.measurements) {
        int next = start + measurement.length;
        if (startsWith(lines, start, end, measurement)
            && next < end
            && (lines[next] == ',' || lines[next] == ' ')) {
          return tier;
        }
      }
    }
    return HOT;
  }

  static boolean startsWith(byte[] lines, int start, int end, byte[] prefix) {
    if (end - start < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (lines[start + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
