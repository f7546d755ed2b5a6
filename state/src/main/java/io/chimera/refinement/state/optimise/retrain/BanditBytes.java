package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.Bandit;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Snapshots of bandits as bytes. */
final class BanditBytes {
  private BanditBytes() {}

  static byte[] of(Bandit bandit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bandit.snapshot(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return bytes.toByteArray();
  }
}
