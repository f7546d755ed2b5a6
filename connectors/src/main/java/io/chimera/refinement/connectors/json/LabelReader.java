package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.SeriesKey;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the {@code labels} of one report and keeps label sets that were seen, since the same ones
 * come again and again.
 */
final class LabelReader {
  /** The label that is a release and no part of the series. */
  private static final String RELEASE = "version";

  private static final int CACHED_SETS = 512;
  private static final int CACHED_VALUES = 4096;

  private final JsonCursor cursor;
  private final Limits limits;
  private final String[] names;
  private final String[] values;
  private final StringCache texts = new StringCache(CACHED_VALUES, Naming::isEncodable);
  private final LabelSet[] sets = new LabelSet[CACHED_SETS];
  private int count;

  LabelReader(JsonCursor cursor, Limits limits) {
    this.cursor = cursor;
    this.limits = limits;
    this.names = new String[limits.maxLabels()];
    this.values = new String[limits.maxLabels()];
  }

  /**
   * Labels as a report carries them.
   *
   * @param names in the order of the report
   * @param values as long as {@code names}
   * @param canonical canonical form without {@code version}
   * @param release the label {@code version}, or the empty string
   * @param hash fingerprint, whatever the order
   */
  record LabelSet(String[] names, String[] values, String canonical, String release, long hash) {
    static final LabelSet NONE = new LabelSet(new String[0], new String[0], "", "", 0);

    private boolean holds(String[] otherNames, String[] otherValues, int length) {
      if (names.length != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (!names[i].equals(otherNames[i]) || !values[i].equals(otherValues[i])) {
          return false;
        }
      }
      return true;
    }
  }

  /** Reads the object that the cursor stands on. */
  LabelSet read() throws Refused {
    if (cursor.token() != JsonToken.START_OBJECT) {
      throw Refused.because(Reason.WRONG_TYPE, "labels", "an object", cursor.text());
    }
    count = 0;
    int hash = 0;
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String name = cursor.name();
      check(name);
      cursor.next();
      names[count] = name;
      values[count] = value(name);
      hash = 31 * (31 * hash + name.hashCode()) + values[count].hashCode();
      count++;
    }
    return count == 0 ? LabelSet.NONE : known((hash ^ (hash >>> 15)) & (CACHED_SETS - 1));
  }

  private void check(String name) throws Refused {
    if (!Naming.isName(name)) {
      throw Refused.because(Reason.INVALID_NAME, "the name of a label", Naming.NAME_RULE, name);
    }
    for (int i = 0; i < count; i++) {
      if (names[i].equals(name)) {
        throw Refused.repeated("labels." + name);
      }
    }
    if (count == limits.maxLabels()) {
      throw new Refused(
          Reason.OUT_OF_RANGE,
          "labels must have at most " + limits.maxLabels() + " entries, has more");
    }
  }

  private String value(String name) throws Refused {
    if (cursor.token() != JsonToken.VALUE_STRING) {
      throw Refused.because(Reason.WRONG_TYPE, "labels." + name, "a string", cursor.text());
    }
    String value = cursor.string(name, texts);
    if (value == null) {
      throw Refused.because(
          Reason.NOT_UTF8, "labels." + name, "text that UTF-8 can carry", cursor.text());
    }
    if (value.length() > limits.maxLabelChars()
        && value.codePointCount(0, value.length()) > limits.maxLabelChars()) {
      throw Refused.because(
          Reason.OUT_OF_RANGE,
          "labels." + name,
          "at most " + limits.maxLabelChars() + " characters long",
          value);
    }
    return value;
  }

  private LabelSet known(int slot) {
    LabelSet known = sets[slot];
    if (known == null || !known.holds(names, values, count)) {
      known = make();
      sets[slot] = known;
    }
    return known;
  }

  private LabelSet make() {
    Map<String, String> labels = new HashMap<>();
    long hash = 0;
    for (int i = 0; i < count; i++) {
      labels.put(names[i], values[i]);
      hash += Digests.fold(Digests.fold(0, names[i]), values[i]);
    }
    return new LabelSet(
        java.util.Arrays.copyOf(names, count),
        java.util.Arrays.copyOf(values, count),
        SeriesKey.canonicalLabels(labels),
        labels.getOrDefault(RELEASE, ""),
        hash);
  }
}
