package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the facts of a published recommendation. The product wrote the value itself, so what cannot
 * be read is none of its recommendations and is passed over. Not safe for concurrent use.
 */
public final class RecommendationFactsReader {
  private final JsonCursor cursor;
  private final Map<String, String> texts = new HashMap<>();
  private long decidedAt;
  private long ttlSeconds;

  public RecommendationFactsReader(Limits limits) {
    this.cursor = new JsonCursor(limits);
  }

  /** The facts of the recommendation in {@code value}, if there is one. */
  public Optional<RecommendationFacts> read(byte[] value) {
    if (value == null || value.length == 0 || value[0] != '{') {
      return Optional.empty();
    }
    try {
      cursor.start(value, 0, value.length);
      readFields();
      cursor.finish();
    } catch (Refused notOurs) {
      return Optional.empty();
    }
    boolean complete = texts.size() == 5 && decidedAt > 0 && ttlSeconds >= 0;
    return complete
        ? Optional.of(
            new RecommendationFacts(
                texts.get("recommendationId"),
                texts.get("system"),
                texts.get("component"),
                texts.get("optimizer"),
                texts.get("mode"),
                decidedAt,
                ttlSeconds))
        : Optional.empty();
  }

  private void readFields() throws Refused {
    texts.clear();
    decidedAt = 0;
    ttlSeconds = -1;
    cursor.enterObject("a recommendation");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      cursor.next();
      switch (field) {
        case "recommendationId", "system", "component", "optimizer", "mode" ->
            texts.put(field, cursor.string(field));
        case "decidedAt" ->
            decidedAt = cursor.integer(field, Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
        case "ttlSeconds" ->
            ttlSeconds = cursor.integer(field, Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
        default -> cursor.skip();
      }
    }
  }
}
