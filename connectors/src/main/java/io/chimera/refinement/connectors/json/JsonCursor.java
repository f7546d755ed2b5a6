package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.chimera.refinement.state.event.Reason;
import java.io.IOException;

/**
 * A place in the text of one element: the strict token stream that all readers of this package
 * share.
 *
 * <p>Jackson's non-blocking parser is fed one element after the other, so that a good element costs
 * no parser of its own. After an element that is not JSON, and after every {@value
 * #BYTES_PER_PARSER} bytes (its table of field names only grows), a new one is made. {@code NaN}
 * and the infinities are understood, so that they can be refused by name.
 */
final class JsonCursor {
  private static final int BYTES_PER_PARSER = 4 << 20;

  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final Limits limits;
  private final JsonFactory factory;
  private JsonParser parser;
  private ByteArrayFeeder feeder;
  private int bytesFed;
  private boolean reusable;
  private boolean ended;
  private boolean stuck;

  JsonCursor(Limits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(new ReadLimits(limits))
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /**
   * Stands before the first token of the bytes, of which there is at least one and which begin and
   * end without white space.
   */
  void start(byte[] bytes, int from, int to) throws Refused {
    try {
      if (!reusable || bytesFed >= BYTES_PER_PARSER) {
        renew();
      }
      reusable = false;
      stuck = false;
      bytesFed += to - from;
      feeder.feedInput(bytes, from, to);
      ended = bytes[from] != '{';
      if (ended) {
        // The end of a bare number or literal shows only at the end of the input.
        feeder.endOfInput();
      }
    } catch (IOException e) {
      throw Refused.malformed(e.getMessage());
    }
  }

  private void renew() throws IOException {
    if (parser != null) {
      parser.close();
    }
    parser = factory.createNonBlockingByteArrayParser();
    feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    bytesFed = 0;
    // A first value of its own, so that no element stands where a byte order mark would be skipped.
    feeder.feedInput(EMPTY_OBJECT, 0, EMPTY_OBJECT.length);
    parser.nextToken();
    parser.nextToken();
  }

  /** The next token; refused when there is none, or none that strict JSON and the limits allow. */
  JsonToken next() throws Refused {
    JsonToken token = advance();
    if (token == null || token == JsonToken.NOT_AVAILABLE) {
      throw Refused.malformed("the text ends too early");
    }
    if (token.isNumeric()) {
      checkNumber();
    } else if (token == JsonToken.VALUE_STRING && length() > limits.maxStringChars()) {
      throw tooLong("a string", limits.maxStringChars());
    }
    return token;
  }

  /**
   * Makes sure that nothing but white space follows; only then is the parser good for the next
   * element.
   */
  void finish() throws Refused {
    JsonToken token = advance();
    if (token != null && token != JsonToken.NOT_AVAILABLE) {
      throw Refused.malformed("more text follows the first value");
    }
    reusable = token == JsonToken.NOT_AVAILABLE;
  }

  private JsonToken advance() throws Refused {
    try {
      JsonToken token = parser.nextToken();
      // The end of the input, once announced, is taken up with the next call only.
      return ended && token == JsonToken.NOT_AVAILABLE ? parser.nextToken() : token;
    } catch (ReadLimits.Broken e) {
      stuck = true;
      throw e.refused();
    } catch (IOException | RuntimeException e) {
      stuck = true;
      throw Refused.malformed(reasonOf(e));
    }
  }

  private static String reasonOf(Exception e) {
    if (e instanceof com.fasterxml.jackson.core.JsonProcessingException parsing) {
      return parsing.getOriginalMessage();
    }
    return String.valueOf(e.getMessage());
  }

  private void checkNumber() throws Refused {
    int length = length();
    if (length > limits.maxNumberChars()) {
      throw tooLong("a number", limits.maxNumberChars());
    }
    if (chars()[offset() + length - 1] > '9') {
      throw Refused.because(Reason.NON_FINITE_VALUE, pathName(), "a finite number", text());
    }
  }

  private static Refused tooLong(String what, int limit) {
    return new Refused(
        Reason.OUT_OF_RANGE, what + " must have at most " + limit + " characters, has more");
  }

  private String pathName() throws Refused {
    String name = name();
    return name == null ? "a number" : name;
  }

  /** Passes over the value that begins with the current token. */
  void skip() throws Refused {
    JsonToken token = parser.currentToken();
    int open = token.isStructStart() ? 1 : 0;
    while (open > 0) {
      token = next();
      if (token.isStructStart()) {
        open++;
      } else if (token.isStructEnd()) {
        open--;
      }
    }
  }

  JsonToken token() {
    return parser.currentToken();
  }

  /** Whether the text broke off in such a way that what follows has no meaning. */
  boolean isStuck() {
    return stuck;
  }

  /** Number of objects and arrays that are open. */
  int depth() {
    return parser.getParsingContext().getNestingDepth();
  }

  /** The field that the current token names or belongs to; null inside an array. */
  String name() throws Refused {
    try {
      return parser.currentName();
    } catch (IOException e) {
      throw Refused.malformed(e.getMessage());
    }
  }

  /** The current scalar as it stands in the text, for messages. */
  String text() throws Refused {
    try {
      return switch (parser.currentToken()) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        default -> parser.getText();
      };
    } catch (IOException e) {
      throw Refused.malformed(e.getMessage());
    }
  }

  char[] chars() throws Refused {
    try {
      return parser.getTextCharacters();
    } catch (IOException e) {
      throw Refused.malformed(e.getMessage());
    }
  }

  int offset() throws Refused {
    try {
      return parser.getTextOffset();
    } catch (IOException e) {
      throw Refused.malformed(e.getMessage());
    }
  }

  int length() throws Refused {
    try {
      return parser.getTextLength();
    } catch (IOException e) {
      throw Refused.malformed(e.getMessage());
    }
  }

  /** The current string. */
  String string(String field) throws Refused {
    expectString(field);
    return new String(chars(), offset(), length());
  }

  /**
   * The current string, from the cache if it is known there; null if it breaks the cache's rule.
   */
  String string(String field, StringCache cache) throws Refused {
    expectString(field);
    return cache.get(chars(), offset(), length());
  }

  private void expectString(String field) throws Refused {
    if (token() != JsonToken.VALUE_STRING) {
      throw Refused.because(Reason.WRONG_TYPE, field, "a string", text());
    }
  }

  boolean bool(String field) throws Refused {
    if (!token().isBoolean()) {
      throw Refused.because(Reason.WRONG_TYPE, field, "true or false", text());
    }
    return token() == JsonToken.VALUE_TRUE;
  }

  /** Steps into the object that the whole text is. */
  void enterObject(String what) throws Refused {
    if (next() != JsonToken.START_OBJECT) {
      throw Refused.because(Reason.WRONG_TYPE, what, "an object", text());
    }
  }

  /**
   * The current number as a double; negative zero reads as zero, so that equal values have equal
   * bits.
   */
  double finite(String field) throws Refused {
    if (!token().isNumeric()) {
      throw Refused.because(Reason.WRONG_TYPE, field, "a number", text());
    }
    double value;
    try {
      value = parser.getDoubleValue();
    } catch (IOException | RuntimeException e) {
      throw Refused.because(Reason.OUT_OF_RANGE, field, "a number of double precision", text());
    }
    if (!Double.isFinite(value)) {
      throw Refused.because(Reason.NON_FINITE_VALUE, field, "a finite number", text());
    }
    return value + 0.0;
  }

  /**
   * The current integer; refused with {@code ifNot} when it has a fraction or an exponent, or does
   * not fit a long.
   */
  long integer(String field, Reason ifFraction, Reason ifTooLong) throws Refused {
    if (token() != JsonToken.VALUE_NUMBER_INT) {
      throw Refused.because(
          token().isNumeric() ? ifFraction : Reason.WRONG_TYPE, field, "an integer", text());
    }
    try {
      return parser.getLongValue();
    } catch (IOException | RuntimeException e) {
      throw Refused.because(ifTooLong, field, "an integer of 64 bits", text());
    }
  }
}
