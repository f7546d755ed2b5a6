package io.chimera.refinement.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.chimera.refinement.local.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the answers of a JobManager, as Flink 2.2 gives them. */
class SavepointsTest {
  private static final String HALF_FINISHED =
      "org.apache.flink.runtime.checkpoint.FinishedTaskStateProvider"
          + "$PartialFinishingNotSupportedByStateException: The vertex has used UnionListState";

  private HttpServer server;
  private final AtomicInteger stops = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private int failures;
  private String cause = HALF_FINISHED;
  private String causeOfLater = HALF_FINISHED;

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/jobs/j1/stop", () -> "{\"request-id\":\"" + stops.incrementAndGet() + "\"}");
    answer(
        "/jobs/j1/savepoints/",
        () ->
            "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":"
                + (stops.get() <= failures
                    ? "{\"failure-cause\":{\"stack-trace\":\""
                        + (stops.get() == 1 ? cause : causeOfLater)
                        + "\"}}"
                    : "{\"location\":\"file:/savepoint-1\"}")
                + "}");
    answer(
        "/jobs/j1",
        () ->
            looks.incrementAndGet() % 2 == 1
                ? "{\"state\":\"RUNNING\",\"vertices\":[{\"status\":\"SCHEDULED\"}]}"
                : "{\"state\":\"RUNNING\",\"vertices\":[{\"status\":\"RUNNING\"}]}");
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void aStopThatFoundTheSourceHalfFinishedIsTriedAgainOnceTheJobRuns() {
    failures = 2;
    assertThat(stop()).isEqualTo("file:/savepoint-1");
    assertThat(stops).hasValue(3);
    assertThat(looks).hasValue(4);
  }

  @Test
  void aTryThatCameBeforeTheRestartIsTriedAgain() {
    failures = 2;
    causeOfLater = "Not all required tasks are currently running.";
    assertThat(stop()).isEqualTo("file:/savepoint-1");
    assertThat(stops).hasValue(3);
  }

  @Test
  void aJobThatIsNotRunningIsNotWaitedForWithoutThat() {
    failures = 1;
    cause = "Not all required tasks are currently running.";
    assertThatThrownBy(this::stop).isInstanceOf(Failure.class).hasMessageContaining("Not all");
    assertThat(stops).hasValue(1);
  }

  @Test
  void anotherFailureIsToldAtOnce() {
    failures = 1;
    cause = "java.io.IOException: No space left on device";
    assertThatThrownBy(this::stop).isInstanceOf(Failure.class).hasMessageContaining("No space");
    assertThat(stops).hasValue(1);
  }

  @Test
  void aStopThatNeverSucceedsEndsWithItsReason() {
    failures = Integer.MAX_VALUE;
    assertThatThrownBy(this::stop).isInstanceOf(Failure.class).hasMessageContaining("Partial");
    assertThat(stops).hasValue(5);
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
