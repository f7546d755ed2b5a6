package io.chimera.refinement.state.optimise.arm;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rewards of one action in the order in which they came, in buckets that grow with age: enough
 * to tell when the mean has moved.
 *
 * <p>At most {@value #PER_SIZE} buckets of each power of two, so O(log n) of them. Source: Bifet
 * and Gavalda, "Learning from time-changing data with adaptive windowing", 2007, section 3.2.
 */
final class RewardHistory {
  private static final int PER_SIZE = 6;

  /** Newest first. */
  private final List<RewardSums> buckets = new ArrayList<>();

  void add(double reward) {
    buckets.add(0, RewardSums.NONE.plus(reward));
    int from = 0;
    double size = 1;
    while (true) {
      int to = from;
      while (to < buckets.size() && buckets.get(to).count() == size) {
        to++;
      }
      if (to - from <= PER_SIZE) {
        return;
      }
      buckets.set(to - 2, buckets.get(to - 2).plus(buckets.remove(to - 1)));
      from = to - 2;
      size *= 2;
    }
  }

  /** Where the history falls apart most clearly. */
  record Split(double evidence, RewardSums before, RewardSums since) {}

  /**
   * The split into before and since with the largest log likelihood ratio, in nats, of two means
   * against one.
   *
   * @param binary whether every reward is 0 or 1
   * @param variance of a reward round its mean, for rewards that are not binary
   * @param least rewards that must be on either side
   */
  Split largest(boolean binary, double variance, int least) {
    RewardSums all = RewardSums.NONE;
    for (RewardSums bucket : buckets) {
      all = all.plus(bucket);
    }
    Split largest = new Split(0, all, RewardSums.NONE);
    RewardSums since = RewardSums.NONE;
    for (RewardSums bucket : buckets) {
      since = since.plus(bucket);
      RewardSums before =
          new RewardSums(
              all.count() - since.count(),
              all.sum() - since.sum(),
              all.squares() - since.squares());
      if (before.count() < least) {
        break;
      }
      if (since.count() < least) {
        continue;
      }
      double evidence =
          binary
              ? since.count() * divergence(since, all) + before.count() * divergence(before, all)
              : 0.5
                  * square(since.mean(0) - before.mean(0))
                  * (since.count() * before.count() / all.count())
                  / variance;
      if (evidence > largest.evidence()) {
        largest = new Split(evidence, before, since);
      }
    }
    return largest;
  }

  /** Forgets all but the newest {@code count} rewards, as far as the buckets allow. */
  void keepNewest(double count) {
    double kept = 0;
    int keep = 0;
    while (keep < buckets.size() && kept + buckets.get(keep).count() <= count) {
      kept += buckets.get(keep).count();
      keep++;
    }
    buckets.subList(keep, buckets.size()).clear();
  }

  private static double square(double x) {
    return x * x;
  }

  /** Kullback-Leibler divergence of Bernoulli means, in nats. */
  private static double divergence(RewardSums of, RewardSums from) {
    double p = of.mean(0);
    double q = from.mean(0);
    return term(p, q) + term(1 - p, 1 - q);
  }

  private static double term(double p, double q) {
    return p <= 0 ? 0 : p * StrictMath.log(p / Math.max(q, 1e-12));
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, buckets.size());
    for (RewardSums bucket : buckets) {
      bucket.write(out);
    }
  }

  static RewardHistory read(DataInput in) throws IOException {
    RewardHistory history = new RewardHistory();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      history.buckets.add(RewardSums.read(in));
    }
    return history;
  }
}
