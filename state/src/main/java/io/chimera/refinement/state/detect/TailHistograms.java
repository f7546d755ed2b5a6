package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rare deviations are, of several views of one series: minus the decimal logarithm of the share
 * of past deviations that were at least as large.
 *
 * <p>Deviations are counted by their size in units of their own running scale, in bins that grow by
 * √2, old ones fading. The far tail, where there is little or nothing to count, is a Pareto
 * distribution fitted to the largest few percent (Hill, 1975), drawn towards a prior shape while
 * there are few of them; so a value larger than all others gets a finite rarity that grows with its
 * distance. Siffer et al., "Anomaly detection in streams with extreme value theory", KDD 2017, do
 * the same with a list of peaks; a histogram needs constant memory. All views learn at the same
 * time, so the fading is common to them, and their counts lie side by side. Cost: O(bins) a view.
 */
final class TailHistograms {
  /** Bin 0 holds all below 2^-2.5, the last one all from 2^9.5 on, in units of the scale. */
  static final int BINS = 26;

  /** Deviations that must be known before one is rated. */
  static final int LEAST_KNOWN = 20;

  private static final double FIRST_EDGE_LN = -3 * Logarithms.LN_2;
  private static final double BIN_LN = Logarithms.LN_2 / 2;

  /** A new count weighs more than the older ones; when it weighs this much, all are scaled back. */
  private static final float LARGEST_WEIGHT = 1e6f;

  /** Counts of the first view, then those of the second, and so on. */
  private final float[] counts;

  private final float[] totals;
  private final double[] scales;
  private float weight = 1;
  private int known;

  /**
   * @param views how many views are told apart
   */
  TailHistograms(int views) {
    counts = new float[views * BINS];
    totals = new float[views];
    scales = new double[views];
  }

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

  /**
   * The unit in which deviations of a view are counted: their running scale, a clipped mean, but at
   * least {@code floor}.
   */
  double unit(int view, double floor) {
    return Math.max(Math.max(scales[view], floor), Double.MIN_NORMAL);
  }

  /** Rarity of a deviation, from 0; 0 as well while too few are known. */
  double rarity(int view, double deviation, double floor, Fit fit) {
    double size = Math.abs(deviation) / unit(view, floor);
    if (known < LEAST_KNOWN || !(size > 0.125)) {
      return 0;
    }
    double sizeLn = Logarithms.ln(Math.min(size, Double.MAX_VALUE));
    int base = view * BINS;
    double count = totals[view] / weight;
    double all = count + 2 * fit.unseen;
    double wanted = Math.max(fit.tailShare * count, 3) * weight;
    double peaks = 0;
    double peakLn = 0;
    int bin = BINS - 1;
    double edgeLn = edgeLn(BINS);
    while (bin >= 0) {
      double next = peaks + counts[base + bin];
      if ((next > wanted && peaks > 0 && bin < BINS - 1) || next > 2 * wanted) {
        break;
      }
      peaks = next;
      edgeLn = edgeLn(bin);
      peakLn += counts[base + bin] * (edgeLn + BIN_LN / 2);
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
      peaks += counts[base + bin];
      bin--;
    }
    if (bin >= 0) {
      peaks += counts[base + bin] * (edgeLn(bin + 1) - sizeLn) / BIN_LN;
    }
    return Math.max(0, Logarithms.log10(all / (peaks / weight + fit.unseen)));
  }

  /** The deviation that has {@code rarity}, in the unit of the series: half the width of a band. */
  double deviation(int view, double rarity, double floor, Fit fit) {
    double low = 0.125;
    double high = 1e6;
    for (int i = 0; i < 40; i++) {
      double middle = Math.sqrt(low * high);
      if (rarity(view, middle * unit(view, floor), floor, fit) < rarity) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high * unit(view, floor);
  }

  /** A round begins: older counts fade. Each view then learns, and {@link #learned} ends it. */
  void fade(Fit fit) {
    known = Math.min(known + 1, Integer.MAX_VALUE - 1);
    weight = (float) (weight * (1 + 1 / fit.memory));
  }

  /** A view learns a deviation; {@code share} in (0, 1] is how much it counts. */
  void learn(int view, double deviation, double floor, double share, Fit fit) {
    double size = Math.abs(deviation);
    double counted = known <= 10 ? size : Math.min(size, fit.clip * unit(view, floor));
    scales[view] += Math.max(fit.scaleGain, 1.0 / known) * (counted - scales[view]);
    float added = (float) (share * weight);
    counts[view * BINS + bin(size / unit(view, floor))] += added;
    totals[view] += added;
  }

  /**
   * All views have learned. Growing weights fade the older counts by themselves; they are scaled
   * back before they leave the range of a float.
   */
  void learned() {
    if (weight > LARGEST_WEIGHT) {
      for (int view = 0; view < totals.length; view++) {
        totals[view] = 0;
        for (int i = view * BINS; i < (view + 1) * BINS; i++) {
          counts[i] /= weight;
          totals[view] += counts[i];
        }
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
    out.writeFloat(weight);
    Wire.writeVarInt(out, known);
    for (int view = 0; view < totals.length; view++) {
      writeCounts(view, out);
      out.writeFloat(totals[view]);
      out.writeDouble(scales[view]);
    }
  }

  private void writeCounts(int view, DataOutput out) throws IOException {
    for (int i = view * BINS; i < (view + 1) * BINS; i++) {
      out.writeFloat(counts[i]);
    }
  }

  private void readCounts(int view, DataInput in) throws IOException {
    for (int i = view * BINS; i < (view + 1) * BINS; i++) {
      counts[i] = in.readFloat();
    }
  }

  static TailHistograms read(DataInput in, int views) throws IOException {
    TailHistograms tails = new TailHistograms(views);
    tails.weight = in.readFloat();
    tails.known = Wire.readVarInt(in);
    for (int view = 0; view < views; view++) {
      tails.readCounts(view, in);
      tails.totals[view] = in.readFloat();
      tails.scales[view] = in.readDouble();
    }
    return tails;
  }

  /** Each view had a weight and a number of its own then, which were the same for all. */
  static TailHistograms readVersion1(DataInput in, int views) throws IOException {
    TailHistograms tails = new TailHistograms(views);
    for (int view = 0; view < views; view++) {
      tails.readCounts(view, in);
      tails.weight = in.readFloat();
      tails.totals[view] = in.readFloat();
      tails.scales[view] = in.readDouble();
      tails.known = Wire.readVarInt(in);
    }
    return tails;
  }
}
