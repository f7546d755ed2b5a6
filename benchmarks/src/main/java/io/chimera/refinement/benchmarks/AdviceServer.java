package io.chimera.refinement.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/** A subscriber on loopback that notes when it first acknowledged which recommendation. */
final class AdviceServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Long> acknowledgedNanos = new ConcurrentHashMap<>();
  private final IntSupplier status;

  /** With the status of the next answer; 0 hangs up. */
  AdviceServer(IntSupplier status) {
    this.status = status;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new Failure("Cannot start a subscriber: " + Failure.reason(e), e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/advice";
  }

  /** When each recommendation was acknowledged, on the clock of {@link System#nanoTime}. */
  Map<String, Long> acknowledgedNanos() {
    return acknowledgedNanos;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    exchange.getRequestBody().readAllBytes();
    int answer = status.getAsInt();
    if (answer > 0) {
      exchange.sendResponseHeaders(answer, -1);
    }
    exchange.close();
    if (answer >= 200 && answer < 300) {
      acknowledgedNanos.putIfAbsent(id, System.nanoTime());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
