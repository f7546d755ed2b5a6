package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the value of one Kafka record as the contract says (section 3): one report, an array of
 * them, or NDJSON. A tree is built of each element; speed does not matter here.
 */
final class ContractReader {
  private static final int LONGEST_RECORD = 1 << 20;
  private static final int MOST_ELEMENTS = 1000;

  private final ObjectMapper json =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(64)
                          .maxStringLength(1 << 16)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The elements of {@code value}, at least one; null is a tombstone. */
  List<Element> read(byte[] value) {
    byte[] all = value == null ? new byte[0] : value;
    if (all.length > LONGEST_RECORD) {
      return List.of(Element.rejected(0, all, "TOO_LARGE"));
    }
    int from = all.length >= 3 && all[0] == (byte) 0xEF && all[1] == (byte) 0xBB ? 3 : 0;
    byte[] text = strip(all, from, all.length);
    if (text.length == 0) {
      return List.of(Element.rejected(0, all, "EMPTY"));
    }
    if (!isUtf8(text)) {
      return List.of(Element.rejected(0, text, "NOT_UTF8"));
    }
    List<byte[]> parts;
    try {
      parts = text[0] == '[' ? array(text) : lines(text);
    } catch (IOException e) {
      return List.of(Element.rejected(0, all, reason(e)));
    }
    if (parts.isEmpty() || parts.size() > MOST_ELEMENTS) {
      return List.of(Element.rejected(0, all, parts.isEmpty() ? "EMPTY" : "BATCH_TOO_LARGE"));
    }
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      elements.add(element(i, parts.get(i)));
    }
    return elements;
  }

  private Element element(int index, byte[] bytes) {
    try {
      return new Element(index, bytes, new ReportRules().read(json.readTree(bytes)), null);
    } catch (ReportRules.Broken e) {
      return Element.rejected(index, bytes, e.getMessage());
    } catch (IOException e) {
      return Element.rejected(index, bytes, reason(e));
    }
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof StreamConstraintsException) {
      return message.contains("nesting depth") ? "TOO_DEEP" : "OUT_OF_RANGE";
    }
    return e instanceof JsonProcessingException && message.contains("Duplicate field")
        ? "DUPLICATE_FIELD"
        : "MALFORMED_JSON";
  }

  private List<byte[]> array(byte[] text) throws IOException {
    List<byte[]> parts = new ArrayList<>();
    try (JsonParser parser = json.getFactory().createParser(text)) {
      parser.nextToken();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        if (token == null) {
          throw new IOException("the array has no end");
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end =
            token.isScalarValue()
                ? endOfScalar(text, start)
                : (int) parser.currentLocation().getByteOffset();
        parts.add(strip(text, start, end));
      }
      if (parser.nextToken() != null) {
        throw new IOException("more text follows the array");
      }
    }
    return parts;
  }

  private static int endOfScalar(byte[] text, int start) {
    int end = start + 1;
    boolean string = text[start] == '"';
    while (string
        ? text[end] != '"' || text[end - 1] == '\\'
        : ",] \n\r\t".indexOf(text[end]) < 0) {
      end++;
    }
    return string ? end + 1 : end;
  }

  /** Lines when each of them could stand alone; else the text is one element. */
  private List<byte[]> lines(byte[] text) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\n') {
        byte[] line = strip(text, start, i);
        if (line.length > 0) {
          lines.add(line);
        }
        start = i + 1;
      }
    }
    boolean objects = lines.stream().anyMatch(this::isObject);
    return lines.size() > 1 && objects ? lines : List.of(text);
  }

  private boolean isObject(byte[] line) {
    try {
      JsonNode node = json.readTree(line);
      return node != null && node.isObject();
    } catch (IOException e) {
      return false; // a broken line is an element that will be refused
    }
  }

  private static byte[] strip(byte[] bytes, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isSpace(bytes[start])) {
      start++;
    }
    while (end > start && isSpace(bytes[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(bytes, start, end);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
