package io.chimera.refinement.state.optimise.search;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A search for the setting with the least value, one evaluation at a time. */
public interface SettingSearch {

  /** The setting to try next, inside the bounds. */
  double[] suggest();

  /**
   * Learns what came of a setting, suggested or not.
   *
   * @param value what is to be made small; finite
   * @param limits one number per limit, at most 0 where it is kept; a missing one counts as broken
   * @throws IllegalArgumentException if the value is not finite; nothing is learned then
   */
  void observe(double[] setting, double value, double[] limits);

  /** The setting to run from now on: the best that is known, as far as can be told. */
  double[] best();

  /** Evaluations so far, at most those remembered. */
  int evaluations();

  void write(DataOutput out) throws IOException;

  /** Takes over what {@link #write} wrote for the same space and limits. */
  void restore(DataInput in) throws IOException;
}
