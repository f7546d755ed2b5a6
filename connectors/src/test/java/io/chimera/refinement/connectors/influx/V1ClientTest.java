package io.chimera.refinement.connectors.influx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.influx.InfluxStub.Reply;
import io.chimera.refinement.connectors.influx.InfluxTarget.Api;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-TSD-01: /write of InfluxDB 1.x")
class V1ClientTest {
  private final InfluxStub server = new InfluxStub();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void linesAreWrittenToTheDatabaseCompressedWithPrecision() {
    try (DatabaseClient client = client("metrics", "user:pass word", true)) {
      assertThat(client.write("", "m f=1 7".getBytes(UTF_8)).isStored()).isTrue();
      assertThat(client.write("other/one year", "m f=2 8".getBytes(UTF_8)).isStored()).isTrue();
    }
    assertThat(server.stored()).containsOnlyKeys("m f=1 7", "m f=2 8");
    assertThat(server.requests().get(0).query()).isEqualTo("db=metrics&precision=ms");
    assertThat(server.requests().get(1).query()).isEqualTo("db=other&rp=one+year&precision=ms");
    assertThat(server.requests().get(0).headers())
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Authorization", "Basic dXNlcjpwYXNzIHdvcmQ=");
  }

  @Test
  void withoutCompressionAndTokenNeitherIsSent() {
    try (DatabaseClient client = client("metrics", "", false)) {
      client.write("", "m f=1 7".getBytes(UTF_8));
    }
    assertThat(server.requests().get(0).headers())
        .doesNotContainKeys("Content-Encoding", "Authorization");
  }

  @Test
  void whatTheServerSaysIsHandedOn() {
    server.answers(
        request ->
            new Reply(
                429,
                "{\"error\":\"max-values-per-tag limit exceeded\"}",
                Map.of("Retry-After", "7")));
    try (DatabaseClient client = client("metrics", "", true)) {
      Answer answer = client.write("", "m f=1 7".getBytes(UTF_8));
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.retryAfter()).isEqualTo("7");
      assertThat(RejectionCause.of(answer.message())).isEqualTo(RejectionCause.SERIES_LIMIT);
    }
  }

  @Test
  void aServerThatIsAwayIsAnAnswerToo() {
    server.close();
    try (DatabaseClient client = client("metrics", "", true)) {
      assertThat(client.write("", "m f=1 7".getBytes(UTF_8)).status()).isZero();
    }
  }

  private DatabaseClient client(String bucket, String token, boolean gzip) {
    return DatabaseClient.of(
        InfluxSettings.of(
            new InfluxTarget(Api.V1, server.url() + "/", "none", bucket, token, gzip)));
  }
}
