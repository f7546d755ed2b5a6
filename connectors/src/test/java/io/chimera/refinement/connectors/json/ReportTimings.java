package io.chimera.refinement.connectors.json;

import com.sun.management.ThreadMXBean;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.Origin;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Prints what one single-metric report of 182 bytes costs the parser: time and allocated bytes. Not
 * a test.
 */
final class ReportTimings {
  private static final int REPORTS = 10_000;
  private static final int ROUNDS = 60;
  private long seen;

  private ReportTimings() {}

  public static void main(String[] args) {
    new ReportTimings().run();
  }

  private void run() {
    byte[][] values = values();
    System.out.println("bytes per report " + values[0].length);
    ReportParser parser = new ReportParser(Limits.CONTRACT);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Origin origin = new Origin("t", 0, 0, 0, 0);
    double best = Double.MAX_VALUE;
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      for (byte[] value : values) {
        parser.parse(value, origin, Map::of, this::take);
      }
      best = Math.min(best, (System.nanoTime() - start) / (double) values.length);
      bytes = (threads.getCurrentThreadAllocatedBytes() - allocated) / values.length;
    }
    System.out.printf("%.0f ns and %d bytes per report (%d seen)%n", best, bytes, seen);
  }

  private void take(Inbound inbound) {
    seen += inbound.isReport() ? 1 : 0;
  }

  private static byte[][] values() {
    byte[][] values = new byte[REPORTS][];
    for (int i = 0; i < REPORTS; i++) {
      values[i] =
          String.format(
                  "{\"reportId\":\"r-%09d\",\"system\":\"mplp\",\"component\":\"context_module\","
                      + "\"agentId\":\"agent-%04d\",\"timestamp\":%d,\"metrics\":{\"metric_%02d_ms\":%.3f},\"labels\":{\"op\":\"create\"}}",
                  i, i % 1000, 1_795_248_000_000L + i, i % 10, 10 + (i % 997) / 7.0)
              .getBytes(StandardCharsets.UTF_8);
    }
    return values;
  }
}
