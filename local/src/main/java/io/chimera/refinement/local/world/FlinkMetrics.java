package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Flink's REST interface tells about running sources. */
final class FlinkMetrics {
  private final FlinkRest rest;

  FlinkMetrics(FlinkRest rest) {
    this.rest = rest;
  }

  /** Partitions of the topic that readers of the job hold: each registers its current offset. */
  int assignedPartitions(String job, String topic) {
    // Flink replaces what separates the parts of a metric's name.
    String shown = topic.replaceAll("[ .:,]", "_");
    Pattern offset =
        Pattern.compile(
            "\\.topic\\." + Pattern.quote(shown) + "\\.partition\\.(\\d+)\\.currentOffset$");
    Set<String> partitions = new HashSet<>();
    for (JsonNode vertex : rest.get("/jobs/" + job).path("vertices")) {
      if (vertex.path("name").asText().startsWith("Source:")) {
        for (JsonNode metric :
            rest.get("/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/metrics")) {
          Matcher matcher = offset.matcher(metric.path("id").asText());
          if (matcher.find()) {
            partitions.add(matcher.group(1));
          }
        }
      }
    }
    return partitions.size();
  }
}
