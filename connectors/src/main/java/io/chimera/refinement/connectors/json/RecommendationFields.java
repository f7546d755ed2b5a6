package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fields of a published recommendation. The product wrote the value itself, so what cannot be read
 * is none of its recommendations and is passed over. Not safe for concurrent use.
 */
final class RecommendationFields {
  private final JsonCursor cursor;
  private final Map<String, String> texts = new HashMap<>();
  private long decidedAt;
  private long ttlSeconds;

  RecommendationFields(Limits limits) {
    this.cursor = new JsonCursor(limits);
  }

  /** Reads a value; whether it is an object that says when it was decided. */
  boolean read(byte[] value) {
    if (value == null || value.length == 0 || value[0] != '{') {
      return false;
    }
    try {
      cursor.start(value, 0, value.length);
      readFields();
      cursor.finish();
    } catch (Refused notOurs) {
      return false;
    }
    return decidedAt > 0;
  }

  /** Whether it has each of these texts. */
  boolean has(String... fields) {
    for (String field : fields) {
      if (!texts.containsKey(field)) {
        return false;
      }
    }
    return true;
  }

  /** A text that it has. */
  String text(String field) {
    return Optional.ofNullable(texts.get(field)).orElseThrow();
  }

  /** Event time, epoch milliseconds. */
  long decidedAt() {
    return decidedAt;
  }

  /** How long it is valid; negative when it does not say. */
  long ttlSeconds() {
    return ttlSeconds;
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
        case "recommendationId", "system", "component", "target", "optimizer", "mode" ->
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
