package io.chimera.refinement.local.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.observe.Observation;
import io.chimera.refinement.local.world.TopicNames;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void thePageAndItsEventsAreServed() throws Exception {
    Observation observation = new Observation(new TopicNames("t."));
    String markup =
        "{\"findingId\":\"f\",\"kind\":\"anomaly\",\"system\":\"s\",\"component\":\"c\",\"sentence\":\"<script>\\nx\"}";
    observation.accept(new ConsumerRecord<>("t.findings", 0, 0, null, markup.getBytes(UTF_8)));
    try (Console console = Console.start(0, observation, () -> 42)) {
      HttpResponse<String> page = get(console.url() + "/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
      assertThat(page.body())
          .contains("<title>Refinement</title>")
          .doesNotContain("http://", "https://", "innerHTML");
      assertThat(get(console.url() + "/health").body()).contains("\"ok\"");
      assertThat(get(console.url() + "/nothing").statusCode()).isEqualTo(404);

      HttpRequest events = HttpRequest.newBuilder(URI.create(console.url() + "/events")).build();
      try (var in = http.send(events, HttpResponse.BodyHandlers.ofInputStream()).body();
          var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
        String first = lines.readLine();
        assertThat(first).startsWith("data: ");
        JsonNode snapshot = new ObjectMapper().readTree(first.substring("data: ".length()));
        assertThat(snapshot.path("now").asLong()).isEqualTo(42);
        assertThat(snapshot.path("findings").path("anomaly").asLong()).isEqualTo(1);
        assertThat(snapshot.path("events").path(0).path("sentence").asText())
            .isEqualTo("<script>\nx");
      }
    }
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
