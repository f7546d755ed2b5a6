package io.chimera.refinement.state.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a checkpoint does to a state: to bytes and back. */
public final class Snapshots {
  private Snapshots() {}

  public static <T> byte[] bytes(Codec<T> codec, T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      codec.write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The value as a restore finds it; fails when the codec leaves bytes unread. */
  public static <T> T restored(Codec<T> codec, T value) {
    byte[] bytes = bytes(codec, value);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      T copy = codec.read(in, codec.version());
      if (in.read() >= 0) {
        throw new IllegalStateException(
            "Cannot restore " + codec.name() + ": bytes are left over; compare read with write");
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
