package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.state.event.KpiReport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A fleet that keeps its names, and on demand agents that invent new ones beside it: of 18 reports
 * 17 then have a name that was never there. Remembers what the fleet said, and knows of each of its
 * windows what must come out. Not thread-safe.
 */
final class KnownSeries implements ReportStream {
  static final int SERIES = 1_000;
  static final int PER_SECOND = SERIES;
  static final int EXPLODING_PER_SECOND = 18 * PER_SECOND;

  private static final int SHARE = EXPLODING_PER_SECOND / PER_SECOND;
  private static final String METRIC = "response_time_ms";
  private static final String COMPONENT = "module_1";

  /** Values are whole and small, so that sums of doubles are exact in any order. */
  private static final int VALUES = 997;

  private final ReportWriter writer = new ReportWriter();
  private final Map<String, Said> said = new HashMap<>();
  private boolean exploding;
  private long known;
  private long invented;

  /** What a window of the fleet holds. */
  record Sum(long count, double sum) {}

  /** Times and values of one series, in order. */
  private static final class Said {
    private long[] millis = new long[256];
    private int[] values = new int[256];
    private int size;

    void add(long timestampMillis, int value) {
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      millis[size] = timestampMillis;
      values[size++] = value;
    }

    Sum between(long fromMillis, long toMillis) {
      long count = 0;
      long sum = 0;
      for (int i = 0; i < size; i++) {
        if (millis[i] >= fromMillis && millis[i] < toMillis) {
          count++;
          sum += values[i];
        }
      }
      return new Sum(count, sum);
    }
  }

  /** Whether new names are invented from now on. */
  void explode(boolean now) {
    exploding = now;
  }

  /** Reports of the fleet so far. */
  long known() {
    return known;
  }

  /** Names invented so far, one report each. */
  long invented() {
    return invented;
  }

  /** What the window of an agent of the fleet must hold. */
  Sum expected(String agentId, long startMillis, long endMillis) {
    return said.getOrDefault(agentId, new Said()).between(startMillis, endMillis);
  }

  static String agentId(int series) {
    return "known-" + (1_000 + series);
  }

  @Override
  public int perSecond() {
    return exploding ? EXPLODING_PER_SECOND : PER_SECOND;
  }

  @Override
  public int agent(long number) {
    return (int) (known % SERIES);
  }

  @Override
  public byte[] key(long number) {
    return (invents(number) ? "new-" + invented : agentId(agent(number)))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] json(long number, long timestampMillis) {
    if (invents(number)) {
      return report("n" + invented, "new-" + invented++, timestampMillis, 1);
    }
    String agent = agentId(agent(number));
    int value = (int) (known * 31 % VALUES);
    said.computeIfAbsent(agent, name -> new Said()).add(timestampMillis, value);
    return report("k" + known++, agent, timestampMillis, value);
  }

  private boolean invents(long number) {
    return exploding && number % SHARE != 0;
  }

  private byte[] report(String id, String agent, long timestampMillis, int value) {
    return writer.write(
        id,
        FleetReports.SYSTEM,
        COMPONENT,
        agent,
        timestampMillis,
        KpiReport.NO_SEQUENCE,
        Map.of(METRIC, (double) value),
        Map.of());
  }
}
