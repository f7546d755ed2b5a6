package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
