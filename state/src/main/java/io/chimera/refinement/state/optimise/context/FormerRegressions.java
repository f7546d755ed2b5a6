package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.IOException;

/** What a {@link ContextLearner} wrote when it still had linear regressions on rewards. */
final class FormerRegressions {
  private FormerRegressions() {}

  /** Reads past the regressions, and returns the scaler of the features, which is as it was. */
  static FeatureScaler skip(DataInput in, int actions, int features, ContextSettings settings)
      throws IOException {
    in.readDouble(); // noise
    Wire.readVarLong(in); // rewards learned
    Odds.read(in, 1);
    FeatureScaler scaler = FeatureScaler.read(in);
    skipSeparate(in, actions);
    skipExclusive(in, actions);
    GroupDifferences.read(in, actions, features + 1);
    if (settings.waves() > 0) {
      skipSeparate(in, actions);
    }
    if (settings.priors() > 1) { // see ContextSettings.read
      skipExclusive(in, actions);
    }
    return scaler;
  }

  private static void skipSeparate(DataInput in, int actions) throws IOException {
    for (int k = 0; k < actions; k++) {
      Wire.readDoubles(in);
      Covariance.read(in);
    }
  }

  private static void skipExclusive(DataInput in, int actions) throws IOException {
    for (int k = 0; k < actions; k++) {
      Wire.readDoubles(in);
    }
    Covariance.read(in);
  }
}
