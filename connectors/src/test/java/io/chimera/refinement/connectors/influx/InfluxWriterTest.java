package io.chimera.refinement.connectors.influx;

import static io.chimera.refinement.connectors.influx.WriterBed.START;
import static io.chimera.refinement.connectors.influx.WriterBed.batch;
import static io.chimera.refinement.connectors.influx.WriterBed.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.influx.InfluxStub.Reply;
import io.chimera.refinement.connectors.influx.InfluxStub.Request;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-TSD-01: what the writer sends, and when")
class InfluxWriterTest {
  private final WriterBed bed = new WriterBed();

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void aFullBatchGoesAtOnce() throws Exception {
    bed.open(bed.settings());
    bed.writer.write(batch(0, 100), null);
    bed.task.runUntil(() -> bed.server.stored().size() == 100);

    assertThat(bed.task.nowMillis()).isEqualTo(START);
    Request request = bed.server.requests().get(0);
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
    bed.open(bed.settings());
    bed.writer.write(batch(0, 10), null);
    bed.task.advanceTo(START + 400);
    bed.writer.write(batch(10, 10), null);
    bed.task.runUntil(() -> bed.server.stored().size() == 20);

    assertThat(bed.task.nowMillis()).isBetween(START + 1_000, START + 1_002);
    assertThat(bed.server.requests()).hasSize(1);
  }

  @Test
  void bytesFillABatchAsPointsDo() throws Exception {
    bed.open(bed.settings().with(new InfluxSettings.Batching(1_000, 1_024, 1_000, 2, 8)));
    bed.writer.write(batch(0, 200), null);
    bed.finish();

    assertThat(bed.server.stored()).hasSize(200);
    assertThat(bed.server.requests())
        .allSatisfy(
            request ->
                assertThat(String.join("\n", request.lines())).hasSizeLessThanOrEqualTo(1_024));
  }

  @Test
  void whatIsLargerThanABatchIsCut() throws Exception {
    bed.open(bed.settings());
    bed.writer.write(batch(0, 1_234), null);
    bed.finish();

    assertThat(bed.server.stored())
        .hasSize(1_234)
        .allSatisfy((line, times) -> assertThat(times).isEqualTo(1));
    assertThat(bed.server.requests()).hasSize(13);
    assertThat(bed.task.counter("points")).isEqualTo(1_234);
    assertThat(bed.task.counter("batches")).isEqualTo(13);
  }

  @Test
  void linesGoToTheBucketOfTheirTier() throws Exception {
    bed.open(bed.settings());
    byte[] lines =
        "kpi_window,system=a v=1 1\nkpi_window_1m,system=lalo v=1 1\nkpi_window_1h,system=a v=1 1"
            .getBytes(StandardCharsets.UTF_8);
    TierRouting routing = new TierRouting("warm", "cold", Map.of("lalo", "warm-lalo"));
    for (LineBatch piece : routing.route(LineBatch.of(lines, new Place(0, 5, 0, START)))) {
      bed.writer.write(piece, null);
    }
    bed.finish();

    assertThat(bed.server.requests())
        .extracting(request -> request.query().replaceAll(".*bucket=([^&]*).*", "$1"))
        .containsExactlyInAnyOrder("hot", "warm-lalo", "cold");
  }

  @Test
  void aRequestThatIsTooLargeIsHalvedUntilItFits() throws Exception {
    bed.server.answers(
        request -> request.lines().size() > 30 ? Reply.of(413, "too large") : InfluxStub.STORED);
    bed.open(bed.settings());
    bed.writer.write(batch(0, 100), null);
    bed.finish();

    assertThat(bed.server.stored()).hasSize(100);
    assertThat(bed.rejected).isEmpty();
  }

  @Test
  void aLineLongerThanABatchDoesNotEndTheJob() throws Exception {
    bed.open(bed.settings().with(new InfluxSettings.Batching(100, 1_024, 1_000, 2, 8)));
    String longLine = "m f=\"" + "x".repeat(5_000) + "\" 1";
    bed.writer.write(
        LineBatch.of((line(1) + "\n" + longLine + "\n" + line(2)).getBytes(StandardCharsets.UTF_8)),
        null);
    bed.finish();

    assertThat(bed.server.stored()).containsOnlyKeys(line(1), longLine, line(2));
  }
}
