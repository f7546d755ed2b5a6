package io.chimera.refinement.local.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What matters of a finding to somebody who looks on.
 *
 * @param agentId agent, or null for a fleet series
 * @param metric metric, or null when the agent as a whole is concerned
 * @param detectedAt event time of the verdict, epoch milliseconds
 * @param related ids of the findings that this one is made of
 */
public record FoundFinding(
    String findingId,
    String kind,
    String system,
    String component,
    String agentId,
    String metric,
    long detectedAt,
    String state,
    String severity,
    String sentence,
    List<String> related) {

  static FoundFinding of(JsonNode json) {
    return new FoundFinding(
        json.path("findingId").asText(),
        json.path("kind").asText(),
        json.path("system").asText(),
        json.path("component").asText(),
        textOrNull(json.path("agentId")),
        textOrNull(json.path("metric")),
        json.path("detectedAt").asLong(),
        json.path("state").asText(),
        json.path("severity").asText(),
        json.path("sentence").asText(),
        texts(json.path("related")));
  }

  /** The series, with {@code *} for all agents or metrics. */
  public String where() {
    return "%s/%s/%s/%s"
        .formatted(
            system, component, agentId == null ? "*" : agentId, metric == null ? "*" : metric);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  private static String textOrNull(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}
