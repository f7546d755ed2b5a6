package io.chimera.refinement.state.optimise.arm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Count, sum and sum of squares of rewards; the count may be fractional once rewards have faded.
 */
public record RewardSums(double count, double sum, double squares) {
  public static final RewardSums NONE = new RewardSums(0, 0, 0);

  public RewardSums plus(double reward) {
    return new RewardSums(count + 1, sum + reward, squares + reward * reward);
  }

  public RewardSums plus(RewardSums other) {
    return new RewardSums(count + other.count, sum + other.sum, squares + other.squares);
  }

  /** What is left without {@code part} of them; never less than nothing. */
  public RewardSums minus(RewardSums part) {
    return part.count >= count
        ? NONE
        : new RewardSums(count - part.count, sum - part.sum, Math.max(0, squares - part.squares));
  }

  /** The same mean and spread from {@code factor} times the evidence. */
  public RewardSums times(double factor) {
    return new RewardSums(count * factor, sum * factor, squares * factor);
  }

  /** Mean, or {@code otherwise} when there is nothing. */
  public double mean(double otherwise) {
    return count > 0 ? sum / count : otherwise;
  }

  /** Sum of squared distances from the mean; never negative. */
  public double scatter() {
    return count > 0 ? Math.max(0, squares - sum * sum / count) : 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(count);
    out.writeDouble(sum);
    out.writeDouble(squares);
  }

  static RewardSums read(DataInput in) throws IOException {
    return new RewardSums(in.readDouble(), in.readDouble(), in.readDouble());
  }
}
