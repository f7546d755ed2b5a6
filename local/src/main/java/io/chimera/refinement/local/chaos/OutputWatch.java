package io.chimera.refinement.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.oracle.Stored;
import io.chimera.refinement.local.oracle.TopicTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees each dead letter arrive, committed, as a reader of exactly-once output does. The load
 * contains poison all the time, so dead letters show whether the output flows and how far it is
 * behind the input.
 */
final class OutputWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputWatch.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Output that is no further behind keeps up: checkpoints every second, and a busy machine. */
  static final long KEEPS_UP_MILLIS = 4_000;

  private record Arrival(long atMillis, int partition, long offset) {}

  /** One dead letter: when it was seen, and when its record had come into the input topic. */
  private record Delay(long atMillis, long lagMillis) {}

  private final TopicTail tail;
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Thread thread;
  private volatile boolean stopped;

  OutputWatch(String bootstrapServers, String topic) {
    tail = new TopicTail(bootstrapServers, List.of(topic));
    thread = new Thread(this::run, "output-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!stopped) {
      try {
        tail.poll(this::arrived);
      } catch (RuntimeException e) {
        LOG.warn("Cannot watch the output just now: {}", e.toString());
      }
    }
    tail.close();
  }

  private synchronized void arrived(Stored letter) {
    try {
      JsonNode value = JSON.readTree(letter.value());
      arrivals.add(
          new Arrival(
              System.currentTimeMillis(),
              value.path("partition").asInt(),
              value.path("offset").asLong()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a dead letter: not JSON; see the topic", e);
    }
  }

  /** Longest time without output within [{@code fromMillis}, {@code toMillis}], in seconds. */
  synchronized double longestGapSeconds(long fromMillis, long toMillis) {
    long last = fromMillis;
    long gap = 0;
    for (Arrival arrival : arrivals) {
      if (arrival.atMillis() > fromMillis && arrival.atMillis() <= toMillis) {
        gap = Math.max(gap, arrival.atMillis() - last);
        last = arrival.atMillis();
      }
    }
    return Math.max(gap, arrivals.isEmpty() ? toMillis - fromMillis : 0) / 1000.0;
  }

  /** Seconds from {@code fromMillis} until the next output; infinite when none came. */
  synchronized double firstAfterSeconds(long fromMillis) {
    return arrivals.stream()
        .filter(arrival -> arrival.atMillis() > fromMillis)
        .mapToDouble(arrival -> (arrival.atMillis() - fromMillis) / 1000.0)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Seconds from {@code fromMillis} until the output kept up with the input for good. */
  double caughtUpAfterSeconds(long fromMillis, Collection<Stored> input) {
    List<Delay> delays = delays(input);
    long since = fromMillis;
    for (int i = 0; i < delays.size(); i++) {
      Delay delay = delays.get(i);
      if (delay.atMillis() > fromMillis && delay.lagMillis() > KEEPS_UP_MILLIS) {
        since = i + 1 < delays.size() ? delays.get(i + 1).atMillis() : delay.atMillis();
      }
    }
    return (since - fromMillis) / 1000.0;
  }

  /** Quantile of the lag of what arrived within the stretch, in seconds; 0 when nothing did. */
  double lagSeconds(double quantile, long fromMillis, long toMillis, Collection<Stored> input) {
    List<Long> lags =
        delays(input).stream()
            .filter(delay -> delay.atMillis() >= fromMillis && delay.atMillis() < toMillis)
            .map(Delay::lagMillis)
            .sorted(Comparator.naturalOrder())
            .toList();
    return lags.isEmpty() ? 0 : lags.get((int) (quantile * (lags.size() - 1))) / 1000.0;
  }

  private synchronized List<Delay> delays(Collection<Stored> input) {
    Map<String, Long> appended = new HashMap<>();
    input.forEach(
        stored -> appended.put(stored.partition() + "@" + stored.offset(), stored.timestamp()));
    return arrivals.stream()
        .map(
            arrival ->
                new Delay(
                    arrival.atMillis(),
                    arrival.atMillis()
                        - appended.getOrDefault(
                            arrival.partition() + "@" + arrival.offset(), arrival.atMillis())))
        .toList();
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
