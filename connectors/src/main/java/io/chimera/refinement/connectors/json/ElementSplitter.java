package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Reason;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds the elements of a batch by its structure alone, so that a bad element does not take its
 * neighbours with it.
 *
 * <p>Sees strings, escapes and brackets, nothing else. What lies between two separators is an
 * element, well-formed or not; an array whose brackets do not match, or in which an element is
 * missing, cannot be split. The ranges hold until the next split.
 */
final class ElementSplitter {
  private static final int UNCLOSED = -1;

  private final Limits limits;
  private final BitSet objects = new BitSet();
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int count;
  private boolean tooDeep;

  ElementSplitter(Limits limits) {
    this.limits = limits;
  }

  int count() {
    return count;
  }

  /** First byte of an element. */
  int start(int element) {
    return starts[element];
  }

  /** One past the last byte of an element; white space around it does not belong to it. */
  int end(int element) {
    return ends[element];
  }

  /** Splits the array that begins at {@code from}; returns the index after its end. */
  int splitArray(byte[] bytes, int from, int to) throws Refused {
    count = 0;
    tooDeep = false;
    int i = JsonBytes.skipSpace(bytes, from + 1, to);
    if (i < to && bytes[i] == ']') {
      return i + 1;
    }
    while (true) {
      int start = JsonBytes.skipSpace(bytes, i, to);
      int separator = endOfElement(bytes, start, to);
      if (separator == UNCLOSED || bytes[separator] == '}') {
        throw unsplittable("its brackets and quotes do not match");
      }
      if (separator == start) {
        throw unsplittable("an element is missing before position " + (separator - from));
      }
      add(start, JsonBytes.trimSpace(bytes, start, separator));
      i = separator + 1;
      if (bytes[separator] == ']') {
        return i;
      }
    }
  }

  /** Splits NDJSON: every line that is not blank is an element. */
  void splitLines(byte[] bytes, int from, int to) throws Refused {
    count = 0;
    for (int line = from; line < to; ) {
      int lineEnd = JsonBytes.endOfLine(bytes, line, to);
      int start = JsonBytes.skipSpace(bytes, line, lineEnd);
      if (start < lineEnd) {
        add(start, JsonBytes.trimSpace(bytes, start, lineEnd));
      }
      line = lineEnd + 1;
    }
  }

  /** Whether the bytes are one object, judged by its brackets and quotes. */
  boolean isWholeObject(byte[] bytes, int from, int to) {
    return from < to && bytes[from] == '{' && endOfBrackets(bytes, from, to) == to;
  }

  private void add(int start, int end) throws Refused {
    if (count == limits.maxBatch()) {
      throw new Refused(
          Reason.BATCH_TOO_LARGE,
          "a batch must have at most " + limits.maxBatch() + " elements, has more");
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  private Refused unsplittable(String why) {
    return tooDeep
        ? new Refused(
            Reason.TOO_DEEP, "nesting must be at most " + limits.maxDepth() + " deep, was deeper")
        : new Refused(
            Reason.MALFORMED_JSON, "a batch must be a JSON array of elements, was none: " + why);
  }

  /** Index of the comma or closing bracket after the element, or {@link #UNCLOSED}. */
  private int endOfElement(byte[] bytes, int from, int to) {
    int i = from;
    while (i >= 0 && i < to) {
      switch (bytes[i]) {
        case ',', ']', '}' -> {
          return i;
        }
        case '"' -> i = endOfString(bytes, i, to);
        case '{', '[' -> i = endOfBrackets(bytes, i, to);
        default -> i++;
      }
    }
    return UNCLOSED;
  }

  /** Index after the bracket that closes the one at {@code from}, or {@link #UNCLOSED}. */
  private int endOfBrackets(byte[] bytes, int from, int to) {
    int depth = 0;
    int i = from;
    while (i >= 0 && i < to) {
      byte b = bytes[i];
      switch (b) {
        case '"' -> i = endOfString(bytes, i, to);
        case '{', '[' -> {
          objects.set(depth, b == '{');
          depth++;
          tooDeep |= depth > limits.maxDepth();
          i++;
        }
        case '}', ']' -> {
          depth--;
          i++;
          if (objects.get(depth) != (b == '}')) {
            return UNCLOSED;
          }
          if (depth == 0) {
            return i;
          }
        }
        default -> i++;
      }
    }
    return UNCLOSED;
  }

  /** Index after the quote that closes the one at {@code from}, or {@link #UNCLOSED}. */
  private static int endOfString(byte[] bytes, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (bytes[i] == '\\') {
        i++;
      } else if (bytes[i] == '"') {
        return i + 1;
      }
    }
    return UNCLOSED;
  }
}
