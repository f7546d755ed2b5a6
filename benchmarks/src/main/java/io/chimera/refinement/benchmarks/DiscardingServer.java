package io.chimera.refinement.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chimera.refinement.connectors.influx.InfluxTarget;
import io.chimera.refinement.connectors.influx.InfluxTarget.Api;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads every request to its end and says that it is stored: what a client costs by itself. */
final class DiscardingServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  DiscardingServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new Failure("Cannot start the discarding server: " + Failure.reason(e), e);
    }
    server.createContext("/", DiscardingServer::discard);
    server.setExecutor(threads);
    server.start();
  }

  InfluxTarget target(boolean gzip) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return new InfluxTarget(Api.V2, url, "chimera", "bench", "", gzip);
  }

  private static void discard(HttpExchange exchange) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream body = exchange.getRequestBody()) {
      int read = 0;
      while (read >= 0) {
        read = body.read(buffer);
      }
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
