package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rare a deviation of one view of a series is: minus the decimal logarithm of the share of past
 * deviations that were at least as large.
 *
 * <p>Deviations are counted by their size in units of their own running scale, in bins that grow by
 * √2, old ones fading. The far tail, where there is little or nothing to count, is a Pareto
 * distribution fitted to the largest few percent (Hill, 1975), drawn towards a prior shape while
 * there are few of them; so a value larger than all others gets a finite rarity that grows with its
 * distance. Siffer et al., "Anomaly detection in streams with extreme value theory", KDD 2017, do
 * the same with a list of peaks; a histogram needs constant memory. Cost: O(bins).
 */
final class TailHistogram {
  /** Bin 0 holds all below 2^-2.5, the last one all from 2^9.5 on, in units of the scale. */
  static final int BINS = 26;

  /** Deviations that must be known before one is rated. */
  static final int LEAST_KNOWN = 20;

  private static final double FIRST_EDGE_LN = -3 * Logarithms.LN_2;
  private static final double BIN_LN = Logarithms.LN_2 / 2;

  /** A new count weighs more than the older ones; when it weighs this much, all are scaled back. */
  private static final float LARGEST_WEIGHT = 1e6f;

  private final float[] counts = new float[BINS];
  private float weight = 1;
  private float total;
  private double scale;
  private int known;

  /**
   * How a tail is fitted.
   *
   * @param memory deviations after which a count has faded to 1/e
   * @param tailShare share of the deviations that make the tail
   * @param priorPeaks peaks that the prior shape is worth
   * @param priorShape shape of the tail before anything is known
   * @param unseen count that a deviation beyond all known ones is granted
   * @param scaleGain weight of the newest deviation in the scale
   * @param clip multiples of the scale beyond which a deviation counts no further for the scale
   */
  record Fit(
      double memory,
      double tailShare,
      double priorPeaks,
      double priorShape,
      double unseen,
      double scaleGain,
      double clip) {}

  /** The running scale, a clipped mean of the deviations, in their unit. */
  double scale() {
    return scale;
  }

  /** The unit in which deviations are counted: the scale, but at least {@code floor}. */
  double unit(double floor) {
    return Math.max(Math.max(scale, floor), Double.MIN_NORMAL);
  }

  /** Rarity of a deviation, from 0; 0 as well while too few are known. */
  double rarity(double deviation, double floor, Fit fit) {
    double size = Math.abs(deviation) / unit(floor);
    if (known < LEAST_KNOWN || !(size > 0.125)) {
      return 0;
    }
    double sizeLn = Logarithms.ln(Math.min(size, Double.MAX_VALUE));
    double count = total / weight;
    double all = count + 2 * fit.unseen;
    double wanted = Math.max(fit.tailShare * count, 3) * weight;
    double peaks = 0;
    double peakLn = 0;
    int bin = BINS - 1;
    double edgeLn = edgeLn(BINS);
    while (bin >= 0) {
      double next = peaks + counts[bin];
      if ((next > wanted && peaks > 0 && bin < BINS - 1) || next > 2 * wanted) {
        break;
      }
      peaks = next;
      edgeLn = edgeLn(bin);
      peakLn += counts[bin] * (edgeLn + BIN_LN / 2);
      bin--;
    }
    if (sizeLn >= edgeLn) {
      double tail = peaks / weight;
      double excess = Math.max(0, peakLn / weight - tail * edgeLn);
      double shape = (tail + fit.priorPeaks) / (excess + fit.priorPeaks / fit.priorShape);
      double rarity =
          Logarithms.log10(all / (tail + fit.unseen))
              + shape * (sizeLn - edgeLn) / Logarithms.LN_10;
      return Math.max(0, rarity);
    }
    while (bin >= 0 && edgeLn(bin) > sizeLn) {
      peaks += counts[bin];
      bin--;
    }
    if (bin >= 0) {
      peaks += counts[bin] * (edgeLn(bin + 1) - sizeLn) / BIN_LN;
    }
    return Math.max(0, Logarithms.log10(all / (peaks / weight + fit.unseen)));
  }

  /** The deviation that has {@code rarity}, in the unit of the series: half the width of a band. */
  double deviation(double rarity, double floor, Fit fit) {
    double low = 0.125;
    double high = 1e6;
    for (int i = 0; i < 40; i++) {
      double middle = Math.sqrt(low * high);
      if (rarity(middle * unit(floor), floor, fit) < rarity) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high * unit(floor);
  }

  /** Learns a deviation; {@code share} in (0, 1] is how much it counts. */
  void learn(double deviation, double floor, double share, Fit fit) {
    double size = Math.abs(deviation);
    known = Math.min(known + 1, Integer.MAX_VALUE - 1);
    double unit = unit(floor);
    double counted = known <= 10 ? size : Math.min(size, fit.clip * unit);
    scale += Math.max(fit.scaleGain, 1.0 / known) * (counted - scale);
    double relative = size / unit(floor);
    weight = (float) (weight * (1 + 1 / fit.memory));
    float added = (float) (share * weight);
    counts[bin(relative)] += added;
    total += added;
    scaleBack();
  }

  /**
   * Growing weights fade the older counts by themselves; they are scaled back before they leave the
   * range of a float.
   */
  private void scaleBack() {
    if (weight > LARGEST_WEIGHT) {
      total = 0;
      for (int i = 0; i < BINS; i++) {
        counts[i] /= weight;
        total += counts[i];
      }
      weight = 1;
    }
  }

  private static int bin(double relative) {
    if (!(relative > 0.125)) {
      return 0;
    }
    double ln = Logarithms.ln(Math.min(relative, Double.MAX_VALUE));
    return (int) Math.min(BINS - 1, (ln - FIRST_EDGE_LN) / BIN_LN);
  }

  private static double edgeLn(int bin) {
    return FIRST_EDGE_LN + bin * BIN_LN;
  }

  void write(DataOutput out) throws IOException {
    for (float count : counts) {
      out.writeFloat(count);
    }
    out.writeFloat(weight);
    out.writeFloat(total);
    out.writeDouble(scale);
    Wire.writeVarInt(out, known);
  }

  static TailHistogram read(DataInput in) throws IOException {
    TailHistogram tail = new TailHistogram();
    for (int i = 0; i < BINS; i++) {
      tail.counts[i] = in.readFloat();
    }
    tail.weight = in.readFloat();
    tail.total = in.readFloat();
    tail.scale = in.readDouble();
    tail.known = Wire.readVarInt(in);
    return tail;
  }
}
