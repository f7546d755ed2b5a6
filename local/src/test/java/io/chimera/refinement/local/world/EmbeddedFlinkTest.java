package io.chimera.refinement.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.local.Failure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkTest {

  @Test
  void aJobRunsIsShownInTheWebInterfaceAndStopsWithASavepoint(@TempDir Path directory)
      throws Exception {
    try (EmbeddedFlink flink = EmbeddedFlink.start(directory, 0, 2, 1)) {
      var env = flink.environment();
      env.fromSource(endless(), WatermarkStrategy.noWatermarks(), "numbers")
          .uid("numbers")
          .sinkTo(new DiscardingSink<>())
          .uid("nowhere");
      JobID job = flink.submit(env.getStreamGraph(), "counting");
      flink.awaitRunning(job);

      assertThat(get(flink.url() + "/")).contains("<title>");
      assertThat(get(flink.url() + "/jobs")).contains(job.toHexString()).contains("RUNNING");
      flink.check(job);
      assertThat(flink.jobs()).hasSize(1);
      assertThatThrownBy(() -> EmbeddedFlink.start(directory, flink.port(), 1, 1).close())
          .isInstanceOf(Failure.class)
          .hasMessageContaining("the port is in use");

      String savepoint = flink.stopWithDrain(job);
      assertThat(Files.isDirectory(Path.of(URI.create(savepoint)))).isTrue();
      Patience.of(Duration.ofSeconds(10))
          .until(() -> flink.status(job) == JobStatus.FINISHED, "not finished");
      assertThatThrownBy(() -> flink.check(job))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("counting");
    }
  }

  private static DataGeneratorSource<Long> endless() {
    return new DataGeneratorSource<>(
        number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(100), Types.LONG);
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
