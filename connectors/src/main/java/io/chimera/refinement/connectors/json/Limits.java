package io.chimera.refinement.connectors.json;

import java.io.Serializable;

/**
 * How much a producer may send; what goes beyond is a dead letter.
 *
 * @param maxRecordBytes length of one Kafka value
 * @param maxDepth nesting of one element, counted as if it stood alone: a report is at depth 1, its
 *     metrics at 2
 * @param maxStringChars UTF-16 units of any string or field name
 * @param maxNumberChars characters of any number
 * @param maxBatch elements in one Kafka value
 * @param maxMetrics metrics in one report
 * @param maxArray observations or buckets in one metric
 * @param maxLabels labels of one report, {@code version} included
 * @param maxLabelChars Unicode characters of a label's value
 */
public record Limits(
    int maxRecordBytes,
    int maxDepth,
    int maxStringChars,
    int maxNumberChars,
    int maxBatch,
    int maxMetrics,
    int maxArray,
    int maxLabels,
    int maxLabelChars)
    implements Serializable {

  /** What the public contract promises. */
  public static final Limits CONTRACT =
      new Limits(1 << 20, 32, 1 << 16, 64, 1000, 256, 1000, 16, 256);

  public Limits {
    atLeastOne("maxRecordBytes", maxRecordBytes);
    atLeastOne("maxDepth", maxDepth);
    atLeastOne("maxStringChars", maxStringChars);
    atLeastOne("maxNumberChars", maxNumberChars);
    atLeastOne("maxBatch", maxBatch);
    atLeastOne("maxMetrics", maxMetrics);
    atLeastOne("maxArray", maxArray);
    atLeastOne("maxLabels", maxLabels);
    atLeastOne("maxLabelChars", maxLabelChars);
  }

  private static void atLeastOne(String field, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " must be at least 1, was " + value);
    }
  }
}
