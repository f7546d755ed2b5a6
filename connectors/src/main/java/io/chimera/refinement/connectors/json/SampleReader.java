package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Sample;
import java.util.Arrays;

/** Reads the {@code metrics} of one report: numbers, arrays of raw observations, histograms. */
final class SampleReader {
  private static final long NUMBER = 1;
  private static final long ARRAY = 2;

  private final JsonCursor cursor;
  private final Limits limits;
  private final HistogramReader histograms;
  private final Sample[] samples;
  private final double[] observations;
  private long hash;

  SampleReader(JsonCursor cursor, Limits limits) {
    this.cursor = cursor;
    this.limits = limits;
    this.histograms = new HistogramReader(cursor, limits);
    this.samples = new Sample[limits.maxMetrics()];
    this.observations = new double[limits.maxArray()];
  }

  /** Reads the object that the cursor stands on. */
  Sample[] read() throws Refused {
    if (cursor.token() != JsonToken.START_OBJECT) {
      throw Refused.because(Reason.WRONG_TYPE, "metrics", "an object", cursor.text());
    }
    hash = 0;
    int count = 0;
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String name = cursor.name();
      check(name, count);
      cursor.next();
      samples[count++] = sample(name);
    }
    if (count == 0) {
      throw new Refused(
          Reason.OUT_OF_RANGE,
          "metrics must have 1 to " + limits.maxMetrics() + " entries, has none");
    }
    return Arrays.copyOf(samples, count);
  }

  /** Fingerprint of what {@link #read} read last, whatever the order of the metrics. */
  long hash() {
    return hash;
  }

  private void check(String name, int count) throws Refused {
    if (!Naming.isName(name)) {
      throw Refused.because(Reason.INVALID_NAME, "the name of a metric", Naming.NAME_RULE, name);
    }
    for (int i = 0; i < count; i++) {
      if (samples[i].metric().equals(name)) {
        throw Refused.repeated("metrics." + name);
      }
    }
    if (count == limits.maxMetrics()) {
      throw new Refused(
          Reason.OUT_OF_RANGE,
          "metrics must have 1 to " + limits.maxMetrics() + " entries, has more");
    }
  }

  private Sample sample(String name) throws Refused {
    return switch (cursor.token()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(name);
      case START_ARRAY -> array(name);
      case START_OBJECT -> {
        var histogram = histograms.read(name);
        hash += Digests.fold(histograms.hash(), name);
        yield Sample.of(name, histogram);
      }
      default ->
          throw Refused.because(
              Reason.WRONG_TYPE,
              "metrics." + name,
              "a number, an array of numbers or a histogram",
              cursor.text());
    };
  }

  private Sample number(String name) throws Refused {
    double value = cursor.finite(name);
    hash += Digests.fold(Digests.fold(NUMBER, Double.doubleToLongBits(value)), name);
    return Sample.of(name, value);
  }

  private Sample array(String name) throws Refused {
    int count = 0;
    long fingerprint = ARRAY;
    while (cursor.next() != JsonToken.END_ARRAY) {
      if (count == observations.length) {
        throw lengthOf(name, "has more");
      }
      double value = cursor.finite(name);
      observations[count++] = value;
      fingerprint = Digests.fold(fingerprint, Double.doubleToLongBits(value));
    }
    if (count == 0) {
      throw lengthOf(name, "has none");
    }
    hash += Digests.fold(fingerprint, name);
    return Sample.of(name, Arrays.copyOf(observations, count));
  }

  private Refused lengthOf(String name, String has) {
    return new Refused(
        Reason.OUT_OF_RANGE,
        "metrics." + name + " must have 1 to " + limits.maxArray() + " numbers, " + has);
  }
}
