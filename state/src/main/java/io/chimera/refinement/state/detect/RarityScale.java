package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rare a combined rarity is in its own series: what makes equal scores mean equal rarity.
 *
 * <p>The largest of several rarities is larger than a single one, by how much depends on the
 * series. Counts of past values in bins of a quarter, old ones fading; beyond the largest few
 * percent an exponential tail, since a rarity is a logarithm of a probability. Cost: O(bins).
 */
final class RarityScale {
  static final int BINS = 40;

  private static final double BIN = 0.25;
  private static final float LARGEST_WEIGHT = 1e6f;
  private static final double TAIL_SHARE = 0.04;

  private final float[] counts = new float[BINS];
  private float weight = 1;
  private float total;

  /**
   * @param memory values after which a count has faded to 1/e
   * @param priorPeaks peaks that the prior mean excess is worth
   * @param priorExcess mean excess before anything is known
   */
  record Fit(double memory, double priorPeaks, double priorExcess) {}

  /** Rarity of {@code value} among the past values, from 0. */
  double rarity(double value, Fit fit) {
    double all = total / weight;
    double wanted = Math.max(TAIL_SHARE * all, 2) * weight;
    double peaks = 0;
    double peakSum = 0;
    int bin = BINS - 1;
    double edge = BINS * BIN;
    while (bin >= 0) {
      double next = peaks + counts[bin];
      if ((next > wanted && peaks > 0) || next > 2 * wanted) {
        break;
      }
      peaks = next;
      edge = bin * BIN;
      peakSum += counts[bin] * (edge + BIN / 2);
      bin--;
    }
    if (value >= edge) {
      double tail = peaks / weight;
      double excess = Math.max(0, peakSum / weight - tail * edge);
      double meanExcess = (excess + fit.priorPeaks * fit.priorExcess) / (tail + fit.priorPeaks);
      return Math.max(0, Logarithms.log10((all + 1) / (tail + 0.5)))
          + (value - edge) / meanExcess / Logarithms.LN_10;
    }
    while (bin >= 0 && bin * BIN > value) {
      peaks += counts[bin];
      bin--;
    }
    if (bin >= 0) {
      peaks += counts[bin] * ((bin + 1) * BIN - value) / BIN;
    }
    return Math.max(0, Logarithms.log10((all + 1) / (peaks / weight + 0.5)));
  }

  void learn(double value, Fit fit) {
    weight = (float) (weight * (1 + 1 / fit.memory));
    counts[(int) Math.max(0, Math.min(BINS - 1, value / BIN))] += weight;
    total += weight;
    if (weight > LARGEST_WEIGHT) {
      total = 0;
      for (int i = 0; i < BINS; i++) {
        counts[i] /= weight;
        total += counts[i];
      }
      weight = 1;
    }
  }

  void write(DataOutput out) throws IOException {
    for (float count : counts) {
      out.writeFloat(count);
    }
    out.writeFloat(weight);
    out.writeFloat(total);
  }

  static RarityScale read(DataInput in) throws IOException {
    RarityScale scale = new RarityScale();
    for (int i = 0; i < BINS; i++) {
      scale.counts[i] = in.readFloat();
    }
    scale.weight = in.readFloat();
    scale.total = in.readFloat();
    return scale;
  }
}
