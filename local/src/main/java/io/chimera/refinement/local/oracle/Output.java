package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that the product has put out and committed, read on and on. Not thread-safe. */
public final class Output implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Topics topics;
  private final TopicTail tail;
  private final Map<String, List<Stored>> records = new HashMap<>();

  public Output(String bootstrapServers, Topics topics) {
    this.topics = topics;
    tail = new TopicTail(bootstrapServers, topics.outputs());
  }

  /** Reads on to the end of now. */
  public void refresh() {
    tail.drain(
        stored -> records.computeIfAbsent(stored.topic(), key -> new ArrayList<>()).add(stored));
  }

  List<Stored> records(String topic) {
    return records.getOrDefault(topic, List.of());
  }

  List<JsonNode> values(String topic) {
    return records(topic).stream().map(Output::parse).toList();
  }

  List<String> lines() {
    return records(topics.points()).stream().flatMap(stored -> stored.text().lines()).toList();
  }

  /** End of the newest window among the points; 0 when there is none. */
  public long newestWindowMillis() {
    return lines().stream()
        .filter(line -> line.startsWith("kpi_window,"))
        .mapToLong(line -> LinePoint.parse(line).timeMillis())
        .max()
        .orElse(0);
  }

  /**
   * A recommendation in time.
   *
   * @param decidedAt event time
   * @param emittedAt wall clock
   */
  public record Decision(long decidedAt, long emittedAt) {}

  /** When recommendations were decided and when they came out. */
  public List<Decision> decisions() {
    return records(topics.recommendations()).stream()
        .map(
            stored ->
                new Decision(
                    parse(stored).path("decidedAt").asLong(),
                    Long.parseLong(stored.headers().get("emitted_at"))))
        .toList();
  }

  /** Lines that the database refused, as their dead letters hold them. */
  public List<String> refusedBySink() {
    return values(topics.deadLetters()).stream()
        .filter(letter -> letter.path("reason").asText().equals("SINK_REJECTED"))
        .map(
            letter ->
                new String(
                    Base64.getDecoder().decode(letter.path("payload").asText()),
                    StandardCharsets.UTF_8))
        .toList();
  }

  private static JsonNode parse(Stored stored) {
    try {
      return JSON.readTree(stored.value());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + stored.place() + ": it is not JSON; look at the record", e);
    }
  }

  @Override
  public void close() {
    tail.close();
  }
}
