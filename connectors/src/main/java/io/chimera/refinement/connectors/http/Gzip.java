package io.chimera.refinement.connectors.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses requests at the fastest level: line protocol repeats its names, so that even this
 * level leaves little, and the processor is shorter than the network.
 */
public final class Gzip {
  private Gzip() {}

  /** The bytes as a gzip stream. */
  public static byte[] fastest(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4 + 64);
    try (FastStream out = new FastStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return packed.toByteArray();
  }

  /** The level is only open to subclasses. */
  private static final class FastStream extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 8_192;

    FastStream(ByteArrayOutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
