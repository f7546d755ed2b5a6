package io.chimera.refinement.connectors.influx;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * A server that speaks {@code /api/v2/write} and {@code /write}, and answers by script. It stores
 * the lines of requests answered with 204.
 */
final class InfluxStub implements AutoCloseable {
  static final Reply STORED = new Reply(204, "", Map.of());

  /** What the server got. */
  record Request(String query, Map<String, String> headers, List<String> lines) {}

  /** What it says. */
  record Reply(int status, String body, Map<String, String> headers) {
    static Reply of(int status, String message) {
      return new Reply(status, "{\"code\":\"x\",\"message\":\"" + message + "\"}", Map.of());
    }

    Reply withHeader(String name, String value) {
      return new Reply(status, body, Map.of(name, value));
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> stored = new TreeMap<>();
  private volatile Function<Request, Reply> script = request -> STORED;

  InfluxStub() {
    this(0);
  }

  InfluxStub(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/v2/write", this::handle);
    server.createContext("/write", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  void answers(Function<Request, Reply> newScript) {
    script = newScript;
  }

  List<Request> requests() {
    return requests;
  }

  /** Each line that was stored, with how often. */
  synchronized Map<String, Integer> stored() {
    return new TreeMap<>(stored);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Request request = read(exchange);
    requests.add(request);
    Reply reply = script.apply(request);
    if (reply.status() == 204) {
      synchronized (this) {
        request.lines().forEach(line -> stored.merge(line, 1, Integer::sum));
      }
    }
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    boolean gzip = "gzip".equals(headers.get("Content-Encoding"));
    try (InputStream body =
        gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      return new Request(exchange.getRequestURI().getQuery(), headers, lines);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
