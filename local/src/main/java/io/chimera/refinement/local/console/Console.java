package io.chimera.refinement.local.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.observe.Observation;
import io.chimera.refinement.local.world.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Serves the live page on loopback: {@code /} the page, {@code /events} what it shows as
 * server-sent events once a second, {@code /snapshot} the same once, {@code /health}.
 */
public final class Console implements AutoCloseable {
  private static final int MAX_LISTENERS = 32;

  /** Nothing but the page itself may run, and it may talk to nobody but this server. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'";

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "console");
            thread.setDaemon(true);
            return thread;
          });
  private final Semaphore listeners = new Semaphore(MAX_LISTENERS);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Observation observation;
  private final LongSupplier clock;
  private final byte[] page;

  private Console(HttpServer server, Observation observation, LongSupplier clock, byte[] page) {
    this.server = server;
    this.observation = observation;
    this.clock = clock;
    this.page = page;
  }

  /**
   * Starts to serve on loopback.
   *
   * @param port port to listen on, 0 for any free one
   */
  public static Console start(int port, Observation observation, LongSupplier clock) {
    return start(Ports.LOOPBACK, port, observation, clock);
  }

  /** As {@link #start(int, Observation, LongSupplier)}, on an address of the caller's choice. */
  public static Console start(
      String address, int port, Observation observation, LongSupplier clock) {
    int listenPort = Ports.claim("the console", "--port-console", port);
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(address, listenPort), 0);
      Console console = new Console(server, observation, clock, readPage());
      server.setExecutor(console.threads);
      server.createContext("/", console::serve);
      server.start();
      return console;
    } catch (IOException e) {
      throw new Failure(
          "Cannot start the console on port %d: %s; pass --port-console 0 for any free port"
              .formatted(listenPort, Failure.reason(e)),
          e);
    }
  }

  public String url() {
    return "http://" + Ports.LOOPBACK + ':' + server.getAddress().getPort();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 405, "text/plain", "only GET is served\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/" -> answer(exchange, 200, "text/html", page);
        case "/health" -> answer(exchange, 200, "application/json", "{\"status\":\"ok\"}\n");
        case "/snapshot" -> answer(exchange, 200, "application/json", snapshot() + '\n');
        case "/events" -> stream(exchange);
        default -> answer(exchange, 404, "text/plain", "not found\n");
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    if (!listeners.tryAcquire()) {
      answer(exchange, 503, "text/plain", "too many listeners\n");
      return;
    }
    try {
      headers(exchange, "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      do {
        out.write(("data: " + snapshot() + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      } while (!closed.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listeners.release();
    }
  }

  private String snapshot() {
    return SnapshotJson.of(observation.snapshot(), clock.getAsLong());
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    answer(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    headers(exchange, type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void headers(HttpExchange exchange, String type) {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
  }

  private static byte[] readPage() throws IOException {
    try (InputStream in = Console.class.getResourceAsStream("console.html")) {
      if (in == null) {
        throw new IOException("console.html is missing from the jar");
      }
      return in.readAllBytes();
    }
  }
}
