package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import io.chimera.refinement.connectors.influx.InfluxStub.Reply;
import io.chimera.refinement.connectors.influx.InfluxStub.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-TSD-01: the writer")
class InfluxWriterTest {
  private static final long START = 1_795_248_000_000L;
  private static final RetrySchedule.Params EXACT =
      new RetrySchedule.Params(List.of(1_000L, 2_000L, 4_000L), 0);

  private final InfluxStub server = new InfluxStub();
  private final VirtualTask task = new VirtualTask(START);
  private final List<String> rejected = new ArrayList<>();
  private final List<RejectedLines.RejectedLine> refused = new ArrayList<>();
  private final List<Long> requestMillis = new CopyOnWriteArrayList<>();
  private InfluxWriter writer;

  @AfterEach
  void close() {
    if (writer != null) {
      writer.close();
    }
    server.close();
  }

  @Test
  void aFullBatchGoesAtOnce() throws Exception {
    open(settings());
    writer.write(batch(0, 100), null);
    task.runUntil(() -> server.stored().size() == 100);

    assertThat(task.nowMillis()).isEqualTo(START);
    Request request = server.requests().get(0);
    assertThat(request.query())
        .contains("org=chimera")
        .contains("bucket=hot")
        .contains("precision=ms");
    assertThat(request.headers())
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Authorization", "Token secret");
  }

  @Test
  void aFewPointsWaitForCompanyAndNoLonger() throws Exception {
    open(settings());
    writer.write(batch(0, 10), null);
    task.advanceTo(START + 400);
    writer.write(batch(10, 10), null);
    task.runUntil(() -> server.stored().size() == 20);

    assertThat(task.nowMillis()).isBetween(START + 1_000, START + 1_002);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void bytesFillABatchAsPointsDo() throws Exception {
    open(settings().with(new InfluxSettings.Batching(1_000, 1_024, 1_000, 2, 8)));
    writer.write(batch(0, 200), null);
    finish();

    assertThat(server.stored()).hasSize(200);
    assertThat(server.requests())
        .allSatisfy(
            request ->
                assertThat(String.join("\n", request.lines())).hasSizeLessThanOrEqualTo(1_024));
  }

  @Test
  void whatIsLargerThanABatchIsCut() throws Exception {
    open(settings());
    writer.write(batch(0, 1_234), null);
    finish();

    assertThat(server.stored())
        .hasSize(1_234)
        .allSatisfy((line, times) -> assertThat(times).isEqualTo(1));
    assertThat(server.requests()).hasSize(13);
    assertThat(task.counter("points")).isEqualTo(1_234);
    assertThat(task.counter("batches")).isEqualTo(13);
  }

  @Test
  void oneBadLineOfAThousandIsFoundAndTheOthersAreStoredOnce() throws Exception {
    server.answers(refusing("i=517 "));
    open(settings().with(new InfluxSettings.Batching(1_000, 1 << 20, 1_000, 2, 8)));
    writer.write(batch(0, 1_000), null);
    finish();

    assertThat(server.stored())
        .hasSize(999)
        .allSatisfy((line, times) -> assertThat(times).isEqualTo(1));
    assertThat(rejected)
        .containsExactly(line(517) + " <- HTTP status code: 400; Message: partial write");
    assertThat(task.counter("rejected")).isEqualTo(1);
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(2 * 11);
  }

  @Test
  void aServerThatNamesTheLineIsBelieved() throws Exception {
    server.answers(
        request -> {
          int bad =
              1
                  + IntStream.range(0, request.lines().size())
                      .filter(i -> request.lines().get(i).contains("i=517 "))
                      .findFirst()
                      .orElse(-1);
          return bad == 0
              ? InfluxStub.STORED
              : new Reply(
                  400,
                  "{\"code\":\"invalid\",\"message\":\"bad\",\"line\":" + bad + "}",
                  java.util.Map.of());
        });
    open(settings().with(new InfluxSettings.Batching(1_000, 1 << 20, 1_000, 2, 8)));
    writer.write(batch(0, 1_000), null);
    finish();

    assertThat(server.stored()).hasSize(999);
    assertThat(rejected).hasSize(1);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void aBatchOfNothingButBadLinesEnds() throws Exception {
    server.answers(request -> Reply.of(400, "unable to parse"));
    open(settings());
    writer.write(batch(0, 50), null);
    finish();

    assertThat(rejected).hasSize(50).doesNotHaveDuplicates();
    assertThat(gauge("breakerState")).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("k wrong lines among n cost at most 2 k log2(n) further requests, and only they go")
  void wrongLinesAreFoundByHalving(long seed) throws Exception {
    java.util.Random random = new java.util.Random(seed);
    int wrong = 1 + random.nextInt(6);
    java.util.Set<Integer> chosen = new java.util.TreeSet<>();
    while (chosen.size() < wrong) {
      chosen.add(random.nextInt(1_000));
    }
    server.answers(
        request ->
            request.lines().stream()
                    .anyMatch(line -> chosen.stream().anyMatch(i -> line.equals(line(i))))
                ? Reply.of(400, "partial write")
                : InfluxStub.STORED);
    open(settings().with(new InfluxSettings.Batching(1_000, 1 << 20, 1_000, 2, 8)));
    Place place = new Place(3, 77, 0, START);
    writer.write(LineBatch.of(batch(0, 1_000).lines(), place), null);
    finish();

    assertThat(server.stored()).hasSize(1_000 - wrong);
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(1 + 2 * wrong * 10);
    assertThat(refused)
        .extracting(line -> line.place().index())
        .containsExactlyInAnyOrderElementsOf(chosen);
    assertThat(refused).allSatisfy(line -> assertThat(line.place().offset()).isEqualTo(77));
  }

  @Test
  void whenTheDatabaseDroppedEveryLineNothingIsLeftToFind() throws Exception {
    server.answers(
        request ->
            Reply.of(
                400,
                "partial write: points beyond retention policy dropped=" + request.lines().size()));
    open(settings());
    writer.write(batch(0, 100), null);
    finish();

    assertThat(server.requests()).hasSize(1);
    assertThat(refused)
        .hasSize(100)
        .allSatisfy(line -> assertThat(line.cause()).isEqualTo(RejectionCause.RETENTION));
    assertThat(task.counter("rejectedRetention")).isEqualTo(100);
  }

  @Test
  void aLineThatSomeServersDropSilentlyIsNotSent() throws Exception {
    open(settings());
    writer.write(
        LineBatch.of(
            (line(1) + "\nm v=NaN 5\n\nno fields\n" + line(2)).getBytes(StandardCharsets.UTF_8),
            new Place(1, 9, 0, START)),
        null);
    finish();

    assertThat(server.stored()).containsOnlyKeys(line(1), line(2));
    assertThat(refused).extracting(line -> line.place().index()).containsExactly(1, 2);
    assertThat(task.counter("rejectedMalformed")).isEqualTo(2);
  }

  @Test
  void linesGoToTheBucketOfTheirTier() throws Exception {
    open(settings());
    byte[] lines =
        "kpi_window,system=a v=1 1\nkpi_window_1m,system=lalo v=1 1\nkpi_window_1h,system=a v=1 1"
            .getBytes(StandardCharsets.UTF_8);
    TierRouting routing = new TierRouting("warm", "cold", java.util.Map.of("lalo", "warm-lalo"));
    for (LineBatch piece : routing.route(LineBatch.of(lines, new Place(0, 5, 0, START)))) {
      writer.write(piece, null);
    }
    finish();

    assertThat(server.requests())
        .extracting(request -> request.query().replaceAll(".*bucket=([^&]*).*", "$1"))
        .containsExactlyInAnyOrder("hot", "warm-lalo", "cold");
  }

  @Test
  void aRequestThatIsTooLargeIsHalvedUntilItFits() throws Exception {
    server.answers(
        request -> request.lines().size() > 30 ? Reply.of(413, "too large") : InfluxStub.STORED);
    open(settings());
    writer.write(batch(0, 100), null);
    finish();

    assertThat(server.stored()).hasSize(100);
    assertThat(rejected).isEmpty();
  }

  @Test
  @DisplayName(
      "REF-L4-04, REF-L4-05, C-000-34: 1 s, 2 s, 4 s, then the breaker for 60 s with one probe")
  void failuresAreRetriedByScheduleAndThenByTheBreaker() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    server.answers(
        at(request -> attempts.incrementAndGet() <= 6 ? Reply.of(500, "down") : InfluxStub.STORED));
    open(settings());
    writer.write(batch(0, 100), null);
    task.runUntil(() -> server.stored().size() == 100);

    assertThat(requestMillis)
        .containsExactly(0L, 1_000L, 3_000L, 7_000L, 11_000L, 71_000L, 131_000L);
    task.runUntil(() -> gauge("inFlight") == 0);
    assertThat(gauge("breakerState")).isZero();
    assertThat(task.counter("retries")).isEqualTo(6);
  }

  @Test
  void whileTheBreakerProbesOnlyOneRequestIsOnItsWay() throws Exception {
    server.answers(
        at(
            request ->
                task.nowMillis() < START + 100_000 ? Reply.of(500, "down") : InfluxStub.STORED));
    open(settings());
    for (int i = 0; i < 5; i++) {
      writer.write(batch(i * 100, 100), null);
    }
    finish();

    assertThat(server.stored()).hasSize(500);
    assertThat(requestMillis)
        .containsExactly(
            0L, 0L, 1_000L, 1_000L, 3_000L, 3_000L, 7_000L, 7_000L, 11_000L, 11_000L, 71_000L,
            131_000L, 131_000L, 131_000L, 131_000L, 131_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "Sat, 21 Nov 2026 08:00:07 GMT"})
  void aServerThatAsksForAPauseGetsIt(String retryAfter) throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    server.answers(
        at(
            request ->
                attempts.incrementAndGet() == 1
                    ? Reply.of(503, "busy").withHeader("Retry-After", retryAfter)
                    : InfluxStub.STORED));
    open(settings());
    writer.write(batch(0, 100), null);
    task.runUntil(() -> server.stored().size() == 100);

    assertThat(requestMillis).containsExactly(0L, 7_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "1e3", "Sat, 99 Nov 2026 08:00:07 GMT"})
  void aPauseThatCannotBeReadIsOneOfOurs(String retryAfter) throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    server.answers(
        at(
            request ->
                attempts.incrementAndGet() == 1
                    ? Reply.of(429, "busy").withHeader("Retry-After", retryAfter)
                    : InfluxStub.STORED));
    open(settings());
    writer.write(batch(0, 100), null);
    task.runUntil(() -> server.stored().size() == 100);

    assertThat(requestMillis).containsExactly(0L, 1_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aWrongTokenOrBucketKeepsThePointsUntilAPersonActs(int status) throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    server.answers(
        at(
            request ->
                attempts.incrementAndGet() <= 2 ? Reply.of(status, "no") : InfluxStub.STORED));
    open(settings());
    writer.write(batch(0, 100), null);
    task.runUntil(() -> gauge("breakerState") == 2);
    assertThat(gauge("holdStatus")).isEqualTo(status);
    task.runUntil(() -> server.stored().size() == 100 && gauge("inFlight") == 0);

    assertThat(requestMillis).containsExactly(0L, 60_000L, 120_000L);
    assertThat(rejected).isEmpty();
    assertThat(gauge("holdStatus")).isZero();
  }

  @Test
  void nothingIsLostWhileTheServerIsDown() throws Exception {
    int port = server.port();
    server.close();
    open(settings());
    for (int i = 0; i < 7; i++) {
      writer.write(batch(i * 100, 100), null);
    }
    task.runUntil(() -> task.nowMillis() > START + 90_000);
    assertThat(task.counter("points")).isZero();
    try (InfluxStub back = new InfluxStub(port)) {
      finish();
      assertThat(back.stored()).hasSize(700);
    }
    assertThat(task.counter("points")).isEqualTo(700);
  }

  @Test
  void aCheckpointNeitherWaitsForARequestNorForgetsIt() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    server.answers(
        request -> {
          await(answer);
          return InfluxStub.STORED;
        });
    open(settings());
    writer.write(batch(0, 250), null);
    task.runUntil(() -> gauge("inFlight") == 2);

    writer.flush(false);
    List<BufferedRequestState<LineEntry>> snapshot = writer.snapshotState(1);

    assertThat(linesOf(snapshot)).hasSize(250);
    answer.countDown();
  }

  @Test
  void aCheckpointWithTheServerDownHoldsAllAndItsRestoreSendsAll() throws Exception {
    int port = server.port();
    server.close();
    open(settings());
    writer.write(batch(0, 350), null);
    task.runUntil(() -> gauge("breakerState") == 2);
    writer.flush(false);
    List<BufferedRequestState<LineEntry>> snapshot = throughBytes(writer.snapshotState(1));
    assertThat(linesOf(snapshot)).hasSize(350);
    writer.close();

    try (InfluxStub back = new InfluxStub(port)) {
      VirtualTask restarted = new VirtualTask(START + 5_000);
      writer = InfluxWriter.open(settings(port), RejectedLines.COUNTED_ONLY, restarted, snapshot);
      restarted.runUntil(() -> back.stored().size() == 350);
    }
  }

  @Test
  void aFullBacklogHoldsTheInputBack() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    server.answers(
        at(request -> attempts.incrementAndGet() <= 3 ? Reply.of(500, "down") : InfluxStub.STORED));
    open(settings());
    for (int i = 0; i < 30; i++) {
      writer.write(batch(i * 100, 100), null);
      assertThat(linesOf(writer.snapshotState(i)))
          .hasSizeLessThanOrEqualTo(100 * (8 + 2 * 2)); // buffered, on their way, just answered
    }
    finish();

    assertThat(server.stored()).hasSize(3_000);
    assertThat(task.nowMillis()).isGreaterThan(START + 1_000);
  }

  @Test
  void aLineLongerThanABatchDoesNotEndTheJob() throws Exception {
    open(settings().with(new InfluxSettings.Batching(100, 1_024, 1_000, 2, 8)));
    String longLine = "m f=\"" + "x".repeat(5_000) + "\" 1";
    writer.write(
        LineBatch.of((line(1) + "\n" + longLine + "\n" + line(2)).getBytes(StandardCharsets.UTF_8)),
        null);
    finish();

    assertThat(server.stored()).containsOnlyKeys(line(1), longLine, line(2));
  }

  private void open(InfluxSettings settings) {
    writer =
        InfluxWriter.open(
            settings,
            () ->
                line -> {
                  rejected.add(
                      new String(line.line(), StandardCharsets.UTF_8) + " <- " + line.reason());
                  refused.add(line);
                },
            task,
            List.of());
  }

  private void finish() throws InterruptedException {
    writer.flush(true);
  }

  private InfluxSettings settings() {
    return settings(server.port());
  }

  private static InfluxSettings settings(int port) {
    return InfluxSettings.of("http://127.0.0.1:" + port, "chimera", "hot", "secret")
        .with(new InfluxSettings.Batching(100, 1 << 20, 1_000, 2, 8))
        .with(EXACT, CircuitBreaker.Params.DEFAULT);
  }

  private int gauge(String name) {
    return task.gauge(name);
  }

  /** Notes when the request came, in milliseconds of virtual time from the start. */
  private Function<Request, Reply> at(Function<Request, Reply> script) {
    return request -> {
      requestMillis.add(task.nowMillis() - START);
      return script.apply(request);
    };
  }

  private static Function<Request, Reply> refusing(String part) {
    return request ->
        request.lines().stream().anyMatch(line -> line.contains(part))
            ? Reply.of(400, "partial write")
            : InfluxStub.STORED;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<BufferedRequestState<LineEntry>> throughBytes(
      List<BufferedRequestState<LineEntry>> states) throws Exception {
    LineEntrySerializer serializer = new LineEntrySerializer();
    List<BufferedRequestState<LineEntry>> read = new ArrayList<>();
    for (BufferedRequestState<LineEntry> state : states) {
      read.add(serializer.deserialize(serializer.getVersion(), serializer.serialize(state)));
    }
    return read;
  }

  private static List<String> linesOf(List<BufferedRequestState<LineEntry>> states) {
    return states.stream()
        .flatMap(state -> state.getBufferedRequestEntries().stream())
        .flatMap(
            wrapper ->
                new String(wrapper.getRequestEntry().lines(), StandardCharsets.UTF_8).lines())
        .distinct()
        .collect(Collectors.toList());
  }

  private static LineBatch batch(int from, int count) {
    String lines =
        IntStream.range(from, from + count)
            .mapToObj(InfluxWriterTest::line)
            .collect(Collectors.joining("\n"));
    return LineBatch.of(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static String line(int i) {
    return "m,c=a i=" + i + " " + (START + i);
  }
}
