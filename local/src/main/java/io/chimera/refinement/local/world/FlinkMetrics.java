package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;

/** What Flink's REST interface tells about running sources. */
final class FlinkMetrics {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  FlinkMetrics(String url) {
    this.url = url;
  }

  /** Partitions of the topic that readers of the job hold: each registers its current offset. */
  int assignedPartitions(JobID job, String topic) {
    // Flink replaces what separates the parts of a metric's name.
    String shown = topic.replaceAll("[ .:,]", "_");
    Pattern offset = Pattern.compile("\\.topic\\." + Pattern.quote(shown) + "\\.partition\\.(\\d+)\\.currentOffset$");
    Set<String> partitions = new HashSet<>();
    for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
      if (vertex.path("name").asText().startsWith("Source:")) {
        for (JsonNode metric : get("/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/metrics")) {
          Matcher matcher = offset.matcher(metric.path("id").asText());
          if (matcher.find()) {
            partitions.add(matcher.group(1));
          }
        }
      }
    }
    return partitions.size();
  }

  private JsonNode get(String path) {
    try {
      return JSON.readTree(
          http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new Failure("Cannot ask Flink at " + url + ": " + Failure.reason(e) + "; see the log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot ask Flink at " + url + ": interrupted; run the command again", e);
    }
  }
}
