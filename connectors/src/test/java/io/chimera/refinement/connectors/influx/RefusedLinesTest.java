package io.chimera.refinement.connectors.influx;

import static io.chimera.refinement.connectors.influx.WriterBed.START;
import static io.chimera.refinement.connectors.influx.WriterBed.batch;
import static io.chimera.refinement.connectors.influx.WriterBed.line;
import static io.chimera.refinement.connectors.influx.WriterBed.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.influx.InfluxStub.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-TSD-01: what the writer does with lines that the database refuses")
class RefusedLinesTest {
  private final WriterBed bed = new WriterBed();

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void oneBadLineOfAThousandIsFoundAndTheOthersAreStoredOnce() throws Exception {
    bed.server.answers(refusing("i=517 "));
    bed.open(bed.settings().with(new InfluxSettings.Batching(1_000, 1 << 20, 1_000, 2, 8)));
    bed.writer.write(batch(0, 1_000), null);
    bed.finish();

    assertThat(bed.server.stored())
        .hasSize(999)
        .allSatisfy((line, times) -> assertThat(times).isEqualTo(1));
    assertThat(bed.rejected)
        .containsExactly(line(517) + " <- HTTP status code: 400; Message: partial write");
    assertThat(bed.task.counter("rejected")).isEqualTo(1);
    assertThat(bed.server.requests()).hasSizeLessThanOrEqualTo(2 * 11);
  }

  @Test
  void aServerThatNamesTheLineIsBelieved() throws Exception {
    bed.server.answers(
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
                  400, "{\"code\":\"invalid\",\"message\":\"bad\",\"line\":" + bad + "}", Map.of());
        });
    bed.open(bed.settings().with(new InfluxSettings.Batching(1_000, 1 << 20, 1_000, 2, 8)));
    bed.writer.write(batch(0, 1_000), null);
    bed.finish();

    assertThat(bed.server.stored()).hasSize(999);
    assertThat(bed.rejected).hasSize(1);
    assertThat(bed.server.requests()).hasSize(4);
  }

  @Test
  void aBatchOfNothingButBadLinesEnds() throws Exception {
    bed.server.answers(request -> Reply.of(400, "unable to parse"));
    bed.open(bed.settings());
    bed.writer.write(batch(0, 50), null);
    bed.finish();

    assertThat(bed.rejected).hasSize(50).doesNotHaveDuplicates();
    assertThat(bed.gauge("breakerState")).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("k wrong lines among n cost at most 2 k log2(n) further requests, and only they go")
  void wrongLinesAreFoundByHalving(long seed) throws Exception {
    Random random = new Random(seed);
    int wrong = 1 + random.nextInt(6);
    Set<Integer> chosen = new TreeSet<>();
    while (chosen.size() < wrong) {
      chosen.add(random.nextInt(1_000));
    }
    bed.server.answers(
        request ->
            request.lines().stream()
                    .anyMatch(line -> chosen.stream().anyMatch(i -> line.equals(line(i))))
                ? Reply.of(400, "partial write")
                : InfluxStub.STORED);
    bed.open(bed.settings().with(new InfluxSettings.Batching(1_000, 1 << 20, 1_000, 2, 8)));
    Place place = new Place(3, 77, 0, START);
    bed.writer.write(LineBatch.of(batch(0, 1_000).lines(), place), null);
    bed.finish();

    assertThat(bed.server.stored()).hasSize(1_000 - wrong);
    assertThat(bed.server.requests()).hasSizeLessThanOrEqualTo(1 + 2 * wrong * 10);
    assertThat(bed.refused)
        .extracting(line -> line.place().index())
        .containsExactlyInAnyOrderElementsOf(chosen);
    assertThat(bed.refused).allSatisfy(line -> assertThat(line.place().offset()).isEqualTo(77));
  }

  @Test
  void whenTheDatabaseDroppedEveryLineNothingIsLeftToFind() throws Exception {
    bed.server.answers(
        request ->
            Reply.of(
                400,
                "partial write: points beyond retention policy dropped=" + request.lines().size()));
    bed.open(bed.settings());
    bed.writer.write(batch(0, 100), null);
    bed.finish();

    assertThat(bed.server.requests()).hasSize(1);
    assertThat(bed.refused)
        .hasSize(100)
        .allSatisfy(line -> assertThat(line.cause()).isEqualTo(RejectionCause.RETENTION));
    assertThat(bed.task.counter("rejectedRetention")).isEqualTo(100);
  }

  @Test
  void aLineThatSomeServersDropSilentlyIsNotSent() throws Exception {
    bed.open(bed.settings());
    bed.writer.write(
        LineBatch.of(
            (line(1) + "\nm v=NaN 5\n\nno fields\n" + line(2)).getBytes(StandardCharsets.UTF_8),
            new Place(1, 9, 0, START)),
        null);
    bed.finish();

    assertThat(bed.server.stored()).containsOnlyKeys(line(1), line(2));
    assertThat(bed.refused).extracting(line -> line.place().index()).containsExactly(1, 2);
    assertThat(bed.task.counter("rejectedMalformed")).isEqualTo(2);
  }
}
