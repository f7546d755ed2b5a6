package io.chimera.refinement.state.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Takes a value through its bytes and back, and insists that every byte is read. */
public final class RoundTrip {
  private RoundTrip() {}

  public static <T> T through(Codec<T> codec, T value) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(codec, value)));
      T read = codec.read(in, codec.version());
      if (in.read() != -1) {
        throw new AssertionError(codec.name() + " left bytes unread");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static <T> byte[] bytes(Codec<T> codec, T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      codec.write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
