package io.chimera.refinement.connectors.influx;

import static io.chimera.refinement.connectors.influx.WriterBed.START;
import static io.chimera.refinement.connectors.influx.WriterBed.await;
import static io.chimera.refinement.connectors.influx.WriterBed.batch;
import static io.chimera.refinement.connectors.influx.WriterBed.linesOf;
import static io.chimera.refinement.connectors.influx.WriterBed.throughBytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.influx.InfluxStub.Reply;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-TSD-01: what the writer does while the database does not take points")
class DatabaseOutageTest {
  private final WriterBed bed = new WriterBed();

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  @DisplayName(
      "REF-L4-04, REF-L4-05, C-000-34: 1 s, 2 s, 4 s, then the breaker for 60 s with one probe")
  void failuresAreRetriedByScheduleAndThenByTheBreaker() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    bed.server.answers(
        bed.at(
            request ->
                attempts.incrementAndGet() <= 6 ? Reply.of(500, "down") : InfluxStub.STORED));
    bed.open(bed.settings());
    bed.writer.write(batch(0, 100), null);
    bed.task.runUntil(() -> bed.server.stored().size() == 100);

    assertThat(bed.requestMillis)
        .containsExactly(0L, 1_000L, 3_000L, 7_000L, 11_000L, 71_000L, 131_000L);
    bed.task.runUntil(() -> bed.gauge("inFlight") == 0);
    assertThat(bed.gauge("breakerState")).isZero();
    assertThat(bed.task.counter("retries")).isEqualTo(6);
  }

  @Test
  void whileTheBreakerProbesOnlyOneRequestIsOnItsWay() throws Exception {
    bed.server.answers(
        bed.at(
            request ->
                bed.task.nowMillis() < START + 100_000
                    ? Reply.of(500, "down")
                    : InfluxStub.STORED));
    bed.open(bed.settings());
    for (int i = 0; i < 5; i++) {
      bed.writer.write(batch(i * 100, 100), null);
    }
    bed.finish();

    assertThat(bed.server.stored()).hasSize(500);
    assertThat(bed.requestMillis)
        .containsExactly(
            0L, 0L, 1_000L, 1_000L, 3_000L, 3_000L, 7_000L, 7_000L, 11_000L, 11_000L, 71_000L,
            131_000L, 131_000L, 131_000L, 131_000L, 131_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "Sat, 21 Nov 2026 08:00:07 GMT"})
  void aServerThatAsksForAPauseGetsIt(String retryAfter) throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    bed.server.answers(
        bed.at(
            request ->
                attempts.incrementAndGet() == 1
                    ? Reply.of(503, "busy").withHeader("Retry-After", retryAfter)
                    : InfluxStub.STORED));
    bed.open(bed.settings());
    bed.writer.write(batch(0, 100), null);
    bed.task.runUntil(() -> bed.server.stored().size() == 100);

    assertThat(bed.requestMillis).containsExactly(0L, 7_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "1e3", "Sat, 99 Nov 2026 08:00:07 GMT"})
  void aPauseThatCannotBeReadIsOneOfOurs(String retryAfter) throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    bed.server.answers(
        bed.at(
            request ->
                attempts.incrementAndGet() == 1
                    ? Reply.of(429, "busy").withHeader("Retry-After", retryAfter)
                    : InfluxStub.STORED));
    bed.open(bed.settings());
    bed.writer.write(batch(0, 100), null);
    bed.task.runUntil(() -> bed.server.stored().size() == 100);

    assertThat(bed.requestMillis).containsExactly(0L, 1_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aWrongTokenOrBucketKeepsThePointsUntilAPersonActs(int status) throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    bed.server.answers(
        bed.at(
            request ->
                attempts.incrementAndGet() <= 2 ? Reply.of(status, "no") : InfluxStub.STORED));
    bed.open(bed.settings());
    bed.writer.write(batch(0, 100), null);
    bed.task.runUntil(() -> bed.gauge("breakerState") == 2);
    assertThat(bed.gauge("holdStatus")).isEqualTo(status);
    bed.task.runUntil(() -> bed.server.stored().size() == 100 && bed.gauge("inFlight") == 0);

    assertThat(bed.requestMillis).containsExactly(0L, 60_000L, 120_000L);
    assertThat(bed.rejected).isEmpty();
    assertThat(bed.gauge("holdStatus")).isZero();
  }

  @Test
  void nothingIsLostWhileTheServerIsDown() throws Exception {
    int port = bed.server.port();
    bed.server.close();
    bed.open(bed.settings());
    for (int i = 0; i < 7; i++) {
      bed.writer.write(batch(i * 100, 100), null);
    }
    bed.task.runUntil(() -> bed.task.nowMillis() > START + 90_000);
    assertThat(bed.task.counter("points")).isZero();
    try (InfluxStub back = new InfluxStub(port)) {
      bed.finish();
      assertThat(back.stored()).hasSize(700);
    }
    assertThat(bed.task.counter("points")).isEqualTo(700);
  }

  @Test
  void aCheckpointNeitherWaitsForARequestNorForgetsIt() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    bed.server.answers(
        request -> {
          await(answer);
          return InfluxStub.STORED;
        });
    bed.open(bed.settings());
    bed.writer.write(batch(0, 250), null);
    bed.task.runUntil(() -> bed.gauge("inFlight") == 2);

    bed.writer.flush(false);
    List<BufferedRequestState<LineEntry>> snapshot = bed.writer.snapshotState(1);

    assertThat(linesOf(snapshot)).hasSize(250);
    answer.countDown();
  }

  @Test
  void aCheckpointWithTheServerDownHoldsAllAndItsRestoreSendsAll() throws Exception {
    int port = bed.server.port();
    bed.server.close();
    bed.open(bed.settings());
    bed.writer.write(batch(0, 350), null);
    bed.task.runUntil(() -> bed.gauge("breakerState") == 2);
    bed.writer.flush(false);
    List<BufferedRequestState<LineEntry>> snapshot = throughBytes(bed.writer.snapshotState(1));
    assertThat(linesOf(snapshot)).hasSize(350);
    bed.writer.close();

    try (InfluxStub back = new InfluxStub(port)) {
      VirtualTask restarted = new VirtualTask(START + 5_000);
      bed.writer =
          InfluxWriter.open(
              WriterBed.settings(port), RejectedLines.COUNTED_ONLY, restarted, snapshot);
      restarted.runUntil(() -> back.stored().size() == 350);
    }
  }

  @Test
  void aFullBacklogHoldsTheInputBack() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    bed.server.answers(
        bed.at(
            request ->
                attempts.incrementAndGet() <= 3 ? Reply.of(500, "down") : InfluxStub.STORED));
    bed.open(bed.settings());
    for (int i = 0; i < 30; i++) {
      bed.writer.write(batch(i * 100, 100), null);
      assertThat(linesOf(bed.writer.snapshotState(i)))
          .hasSizeLessThanOrEqualTo(100 * (8 + 2 * 2)); // buffered, on their way, just answered
    }
    bed.finish();

    assertThat(bed.server.stored()).hasSize(3_000);
    assertThat(bed.task.nowMillis()).isGreaterThan(START + 1_000);
  }
}
