package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Makes a part of a model of one record. Never throws. Not safe for concurrent use. */
public final class ModelChunkParser {
  /** A part may be 900 KB, nearly all of it one string. */
  private static final Limits LIMITS = new Limits(1 << 20, 8, 1 << 20, 64, 1, 256, 1000, 16, 256);

  private static final int MOST_CHUNKS = 10_000;
  private static final Set<String> REQUIRED =
      Set.of(
          "model",
          "version",
          "chunk",
          "chunks",
          "format",
          "sha256",
          "trainedUntil",
          "actions",
          "payload");

  private final JsonCursor cursor = new JsonCursor(LIMITS);
  private final Set<String> seen = new HashSet<>();
  private final List<String> actions = new ArrayList<>();
  private String model;
  private String version;
  private String sha256;
  private long chunk;
  private long chunks;
  private long trainedUntil;
  private long decisions;
  private double value;
  private double lower;
  private double upper;
  private double liveValue;
  private byte[] payload;

  /**
   * Parses one record.
   *
   * @param key {@code model/version/chunk}
   * @param valueOrNull the bytes, null when the part was deleted
   */
  public InboundModel parse(
      String key, byte[] valueOrNull, Origin origin, Supplier<Map<String, String>> headers) {
    Message message = Message.of(valueOrNull, origin, headers);
    try {
      if (valueOrNull == null) {
        return new InboundModel(deleted(key, origin), null);
      }
      message.checkLength(LIMITS);
      int from = message.textStart();
      byte[] element = message.element(from, message.textEnd());
      return new InboundModel(read(key, element, origin), null);
    } catch (Refused refused) {
      return new InboundModel(null, message.dead(refused));
    }
  }

  private static ModelChunk deleted(String key, Origin origin) throws Refused {
    String[] parts = key.split("/", -1);
    if (parts.length != 3 || !parts[2].matches("\\d{1,5}")) {
      throw Refused.because(Reason.INVALID_CONTROL, "key", "model/version/chunk", key);
    }
    return ModelChunk.deleted(parts[0], parts[1], Integer.parseInt(parts[2]), origin);
  }

  private ModelChunk read(String key, byte[] element, Origin origin) throws Refused {
    seen.clear();
    actions.clear();
    cursor.start(element, 0, element.length);
    cursor.enterObject("a part of a model");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      cursor.next();
      if (!seen.add(field)) {
        throw Refused.repeated(field);
      }
      readField(field);
    }
    cursor.finish();
    for (String field : new java.util.TreeSet<>(REQUIRED)) {
      if (!seen.contains(field)) {
        throw Refused.missing(field);
      }
    }
    check("chunks", chunks, 1, MOST_CHUNKS);
    check("chunk", chunk, 0, chunks - 1);
    ModelChunk part =
        new ModelChunk(
            model,
            version,
            (int) chunk,
            (int) chunks,
            sha256,
            trainedUntil,
            decisions,
            value,
            lower,
            upper,
            liveValue,
            List.copyOf(actions),
            payload,
            origin);
    if (!part.key().equals(key)) {
      throw Refused.because(Reason.INVALID_CONTROL, "key", part.key(), key);
    }
    return part;
  }

  private void readField(String field) throws Refused {
    switch (field) {
      case "schemaVersion" -> {
        if (whole(field) != 1) {
          throw Refused.because(Reason.UNSUPPORTED_SCHEMA_VERSION, field, "1", cursor.text());
        }
      }
      case "model" -> model = cursor.string(field);
      case "version" -> version = cursor.string(field);
      case "chunk" -> chunk = whole(field);
      case "chunks" -> chunks = whole(field);
      case "format" -> {
        String format = cursor.string(field);
        if (!format.equals(ModelChunkJson.FORMAT)) {
          throw Refused.because(Reason.INVALID_CONTROL, field, ModelChunkJson.FORMAT, format);
        }
      }
      case "sha256" -> sha256 = cursor.string(field);
      case "trainedUntil" -> trainedUntil = whole(field);
      case "actions" -> readActions();
      case "decisions" -> decisions = whole(field);
      case "value" -> value = cursor.finite(field);
      case "valueInterval" -> readInterval();
      case "liveValue" -> liveValue = cursor.finite(field);
      case "payload" -> payload = base64(cursor.string(field));
      default -> cursor.skip();
    }
  }

  private void readActions() throws Refused {
    expectArray("actions");
    while (cursor.next() != JsonToken.END_ARRAY) {
      actions.add(cursor.string("actions"));
    }
  }

  private void readInterval() throws Refused {
    expectArray("valueInterval");
    cursor.next();
    lower = cursor.finite("valueInterval");
    cursor.next();
    upper = cursor.finite("valueInterval");
    if (cursor.next() != JsonToken.END_ARRAY) {
      throw Refused.because(Reason.WRONG_TYPE, "valueInterval", "two numbers", "more");
    }
  }

  private void expectArray(String field) throws Refused {
    if (cursor.token() != JsonToken.START_ARRAY) {
      throw Refused.because(Reason.WRONG_TYPE, field, "an array", cursor.text());
    }
  }

  private long whole(String field) throws Refused {
    return cursor.integer(field, Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
  }

  private static void check(String field, long value, long least, long most) throws Refused {
    if (value < least || value > most) {
      throw Refused.because(
          Reason.OUT_OF_RANGE, field, "from " + least + " to " + most, Long.toString(value));
    }
  }

  private static byte[] base64(String text) throws Refused {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Refused.because(Reason.WRONG_TYPE, "payload", "Base64", e.getMessage());
    }
  }
}
