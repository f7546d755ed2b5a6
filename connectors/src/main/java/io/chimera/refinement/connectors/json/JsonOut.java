package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reused generator with the house rules: the same value gives the same bytes on every machine and
 * JDK.
 *
 * <p>Maps are written in the order of their keys, enum names in lower case, doubles in the shortest
 * form that reads back (Schubfach, Giulietti 2020; {@code Double.toString} differs between JDKs),
 * zero without a sign, and what is not finite as null: JSON has no name for it.
 */
final class JsonOut {
  /** Up to here a double is a whole number that JSON readers keep exactly. */
  private static final double MAX_WHOLE = 9_007_199_254_740_992.0;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();
  private JsonGenerator generator;

  /** Writes the fields of one object. */
  interface Fields {
    void write(JsonOut out) throws IOException;
  }

  /** The bytes of the object that has these fields. */
  byte[] object(Fields fields) {
    try {
      bytes.reset();
      if (generator == null) {
        generator = factory.createGenerator(bytes).setRootValueSeparator(null);
      }
      generator.writeStartObject();
      fields.write(this);
      generator.writeEndObject();
      generator.flush();
      return bytes.toByteArray();
    } catch (IOException | RuntimeException e) {
      // A generator that stopped half-way must not be used again.
      generator = null;
      throw new IllegalArgumentException(
          "Cannot write an event as JSON: " + e.getMessage() + "; its fields must be set", e);
    }
  }

  void text(String field, String valueOrNull) throws IOException {
    generator.writeFieldName(field);
    if (valueOrNull == null) {
      generator.writeNull();
    } else {
      generator.writeString(encodable(valueOrNull));
    }
  }

  void name(String field, Enum<?> value) throws IOException {
    generator.writeStringField(field, value.name().toLowerCase(Locale.ROOT));
  }

  void whole(String field, long value) throws IOException {
    generator.writeNumberField(field, value);
  }

  void number(String field, double value) throws IOException {
    generator.writeFieldName(field);
    number(value);
  }

  void flag(String field, boolean value) throws IOException {
    generator.writeBooleanField(field, value);
  }

  void nothing(String field) throws IOException {
    generator.writeNullField(field);
  }

  void base64(String field, byte[] value) throws IOException {
    generator.writeBinaryField(field, value);
  }

  void number(double value) throws IOException {
    if (Double.isFinite(value)) {
      generator.writeNumber(value + 0.0);
    } else {
      generator.writeNull();
    }
  }

  void whole(long value) throws IOException {
    generator.writeNumber(value);
  }

  /** A number that is written as an integer when it is one. */
  void shortest(String field, double value) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) <= MAX_WHOLE) {
      whole(field, (long) value);
    } else {
      number(field, value);
    }
  }

  void texts(String field, List<String> values) throws IOException {
    startArray(field);
    for (String value : values) {
      generator.writeString(encodable(value));
    }
    endArray();
  }

  void texts(String field, Map<String, String> values) throws IOException {
    startObject(field);
    for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
      text(encodable(entry.getKey()), entry.getValue());
    }
    endObject();
  }

  void numbers(String field, Map<String, Double> values) throws IOException {
    startObject(field);
    for (Map.Entry<String, Double> entry : new TreeMap<>(values).entrySet()) {
      number(encodable(entry.getKey()), entry.getValue());
    }
    endObject();
  }

  void startObject(String field) throws IOException {
    generator.writeObjectFieldStart(field);
  }

  void endObject() throws IOException {
    generator.writeEndObject();
  }

  void startArray(String field) throws IOException {
    generator.writeArrayFieldStart(field);
  }

  void startArray() throws IOException {
    generator.writeStartArray();
  }

  void endArray() throws IOException {
    generator.writeEndArray();
  }

  /**
   * The text with each half of a broken surrogate pair replaced: a header or message from outside
   * must not stop a sink.
   */
  private static String encodable(String text) {
    if (Naming.isEncodable(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < out.length(); i++) {
      boolean pair =
          i + 1 < out.length() && Character.isSurrogatePair(out.charAt(i), out.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(out.charAt(i))) {
        out.setCharAt(i, '\uFFFD');
      }
    }
    return out.toString();
  }
}
