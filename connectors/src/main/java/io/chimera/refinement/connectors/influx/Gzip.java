package io.chimera.refinement.connectors.influx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/**
 * Compresses requests at the fastest level: line protocol repeats its names, so that even this
 * level leaves little, and the processor is shorter than the network.
 */
final class Gzip implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    RequestBody body = request.body();
    if (body == null || request.header("Content-Encoding") != null) {
      return chain.proceed(request);
    }
    Buffer plain = new Buffer();
    body.writeTo(plain);
    RequestBody packed = RequestBody.create(fastest(plain.readByteArray()), body.contentType());
    return chain.proceed(
        request
            .newBuilder()
            .header("Content-Encoding", "gzip")
            .method(request.method(), packed)
            .build());
  }

  static byte[] fastest(byte[] plain) {
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
