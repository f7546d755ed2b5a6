package io.chimera.refinement.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.chimera.refinement.local.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the answers of a JobManager, as Flink 2.2 gives them. */
class SavepointsTest {
  private HttpServer server;
  private String operation;

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/jobs/j1/stop", () -> "{\"request-id\":\"r1\"}");
    answer(
        "/jobs/j1/savepoints/r1",
        () -> "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":" + operation + "}");
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void aStopTellsWhereItsSavepointLies() {
    operation = "{\"location\":\"file:/savepoint-1\"}";
    assertThat(stop()).isEqualTo("file:/savepoint-1");
  }

  @Test
  void aFailureTellsItsInnermostCause() {
    operation =
        "{\"failure-cause\":{\"stack-trace\":\"CompletionException: failed\\n"
            + "Caused by: java.io.IOException: No space left on device\"}}";
    assertThatThrownBy(this::stop)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("j1: java.io.IOException: No space left on device");
  }

  private String stop() {
    String url = "http://" + Ports.LOOPBACK + ':' + server.getAddress().getPort();
    return new Savepoints(new FlinkRest(url)).stop("j1", false, Optional.empty());
  }

  private void answer(String path, Supplier<String> body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
