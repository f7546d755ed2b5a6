package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.local.agent.ReportSender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The reports of {@link RisingSeries}, one agent and one value each ten seconds for every series,
 * in the order of their times. The series begin so that their trends can be told in minutes that
 * follow each other. Not thread-safe.
 */
final class RisingReports {
  static final long MINUTE_MILLIS = 60_000;

  private static final long PANE_MILLIS = 10_000;

  /** Event time is behind the clock by the disorder that is allowed. */
  private static final long DISORDER_MILLIS = 5_000;

  private static final String SYSTEM = "bench-rising";
  private static final String AGENT = "rising-";

  /** Agents report at different moments of a pane. */
  private static final long LEAST_OFFSET_MILLIS = 500;

  private static final long OFFSETS_MILLIS = 9_000;

  private final ReportWriter writer = new ReportWriter();
  private final List<RisingSeries> series;
  private final long firstCloseMillis;
  private final int minutes;
  private final List<Due> due = new ArrayList<>();
  private int next;

  private record Due(long atMillis, int number, int pane) {}

  /**
   * @param firstCloseMillis end of the first minute after which a trend can be told
   * @param minutes in how many minutes they are told
   */
  RisingReports(List<RisingSeries> series, long firstCloseMillis, int minutes) {
    this.series = series;
    this.firstCloseMillis = firstCloseMillis;
    this.minutes = minutes;
    for (int number = 0; number < series.size(); number++) {
      long offset = LEAST_OFFSET_MILLIS + OFFSETS_MILLIS * number / series.size();
      for (int pane = 0; pane < series.get(number).values().length; pane++) {
        due.add(new Due(startMillis(number) + pane * PANE_MILLIS + offset, number, pane));
      }
    }
    due.sort(Comparator.comparingLong(Due::atMillis));
  }

  /** Half of the series are memory that runs full. */
  static boolean isLeak(int number) {
    return number % 2 == 1;
  }

  /** Number of the series that a finding is about, if it is one of these. */
  static OptionalInt number(String system, String agentId) {
    return system.equals(SYSTEM) && agentId.startsWith(AGENT)
        ? OptionalInt.of(Integer.parseInt(agentId.substring(AGENT.length())))
        : OptionalInt.empty();
  }

  private long closeMillis(int number) {
    return firstCloseMillis + number / 2 % minutes * MINUTE_MILLIS;
  }

  private long startMillis(int number) {
    return closeMillis(number) - series.get(number).minutes() * MINUTE_MILLIS;
  }

  /** Time of the first report, epoch milliseconds. */
  long firstMillis() {
    return due.get(0).atMillis;
  }

  long lastCloseMillis() {
    return firstCloseMillis + (minutes - 1) * MINUTE_MILLIS;
  }

  /** When event time has passed the minute after which the trend is told, epoch milliseconds. */
  long tellableMinuteMillis(int number) {
    return closeMillis(number) + DISORDER_MILLIS;
  }

  /** The same for the pane. */
  long tellablePaneMillis(int number) {
    return startMillis(number) + series.get(number).panes() * PANE_MILLIS + DISORDER_MILLIS;
  }

  /**
   * Sends what is due and was not sent before.
   *
   * @return how many reports
   */
  int sendUntil(long nowMillis, ReportSender sender) {
    int first = next;
    for (; next < due.size() && due.get(next).atMillis <= nowMillis; next++) {
      Due report = due.get(next);
      String agent = AGENT + report.number;
      byte[] json =
          writer.write(
              "rising-%d-%d".formatted(report.number, report.pane),
              SYSTEM,
              "rising",
              agent,
              report.atMillis,
              report.pane,
              Map.of(
                  isLeak(report.number) ? "heap_used_percent" : "queue_wait_ms",
                  series.get(report.number).values()[report.pane]),
              Map.of());
      sender.send(agent.getBytes(StandardCharsets.UTF_8), json);
    }
    return next - first;
  }
}
