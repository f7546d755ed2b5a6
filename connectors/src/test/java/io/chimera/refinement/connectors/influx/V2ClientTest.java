package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.http.PromptSockets;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-TSD-01: /api/v2/write")
class V2ClientTest {
  private static final byte[] LINES = "m,k=Größe v=1 1\nm v=2 2".getBytes(StandardCharsets.UTF_8);

  private final InfluxStub server = new InfluxStub();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theBytesArriveAsTheyAre(boolean gzip) {
    assertThat(write(server.url(), gzip, "").isStored()).isTrue();
    assertThat(server.stored()).containsOnlyKeys("m,k=Größe v=1 1", "m v=2 2");
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.query()).isEqualTo("org=o&bucket=b&precision=ms");
              assertThat(request.headers())
                  .containsEntry("Authorization", "Token secret")
                  .containsEntry("Content-Type", "text/plain; charset=utf-8");
              assertThat(request.headers().containsKey("Content-Encoding")).isEqualTo(gzip);
            });
  }

  @Test
  void aBatchMayNameItsBucket() {
    write(server.url(), false, "cold");
    assertThat(server.requests().get(0).query()).isEqualTo("org=o&bucket=cold&precision=ms");
  }

  @Test
  void anErrorIsAnAnswerWithMessageAndLine() {
    String body = "{\"code\":\"invalid\",\"message\":\"unable to parse\",\"line\":2}";
    server.answers(request -> new InfluxStub.Reply(400, body, Map.of()));
    assertThat(write(server.url(), false, ""))
        .isEqualTo(new Answer(400, "HTTP status code: 400; Message: unable to parse", null, 2));
  }

  @Test
  void retryAfterIsHandedOnAsItWasSaid() {
    String date = "Wed, 21 Oct 2026 07:28:00 GMT";
    server.answers(request -> InfluxStub.Reply.of(503, "busy").withHeader("Retry-After", date));
    Answer answer = write(server.url(), false, "");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.retryAfter()).isEqualTo(date);
  }

  @Test
  void aServerThatIsAwayIsAnAnswerWithoutStatus() {
    String url = server.url();
    server.close();
    assertThat(write(url, false, "").status()).isZero();
  }

  @Test
  void socketsDoNotWaitForAcknowledgements() throws Exception {
    try (var socket = new PromptSockets().createSocket()) {
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }

  private static Answer write(String url, boolean gzip, String bucket) {
    InfluxTarget target = new InfluxTarget(InfluxTarget.Api.V2, url, "o", "b", "secret", gzip);
    try (DatabaseClient client = DatabaseClient.of(InfluxSettings.of(target))) {
      return client.write(bucket, LINES);
    }
  }
}
