package io.chimera.refinement.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the fleet reads of a recommendation.
 *
 * @param action name of the recommended action
 * @param alternatives every action that the optimiser knows, vetoed ones included
 * @param settings values that the action asks for by name, empty for most
 * @param mode {@code shadow|approve|live|control}
 */
public record Advice(
    String recommendationId,
    String system,
    String component,
    String action,
    Set<String> alternatives,
    Map<String, Double> settings,
    String mode) {
  /** The action that changes settings. */
  private static final String SET = "set";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The advice in {@code recommendation}, or nothing when it is no recommendation. */
  public static Optional<Advice> of(byte[] recommendation) {
    try {
      JsonNode json = JSON.readTree(recommendation);
      String id = json.path("recommendationId").asText("");
      if (id.isEmpty()) {
        return Optional.empty();
      }
      String action = json.path("action").path("name").asText("");
      Set<String> alternatives = new TreeSet<>();
      alternatives.add(action);
      json.path("pmf").fieldNames().forEachRemaining(alternatives::add);
      json.path("vetoed").fieldNames().forEachRemaining(alternatives::add);
      Map<String, Double> settings = new TreeMap<>();
      json.path("action")
          .path("parameters")
          .properties()
          .forEach(each -> settings.put(each.getKey(), each.getValue().asDouble()));
      return Optional.of(
          new Advice(
              id,
              json.path("system").asText(""),
              json.path("component").asText(""),
              action,
              alternatives,
              settings,
              json.path("mode").asText("live")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it is about settings rather than an action that passes. */
  boolean isSetting() {
    return action.equals(SET) && !settings.isEmpty();
  }

  /** Whether anybody is meant to act on it. */
  boolean isToBeApplied() {
    return !mode.equals("shadow") && !mode.equals("control");
  }
}
