package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.json.RecommendationFacts;
import io.chimera.refinement.state.event.Origin;
import java.util.Map;

/**
 * A published recommendation as it is delivered.
 *
 * @param decidedMillis event time of the decision
 * @param expiresMillis when its time to live is over, epoch milliseconds
 * @param emittedMillis when it was published, wall clock
 * @param json the record's value, byte for byte
 * @param origin where it stands in the topic
 * @param headers headers of the record
 */
public record Advice(
    String recommendationId,
    String system,
    String component,
    long decidedMillis,
    long expiresMillis,
    long emittedMillis,
    byte[] json,
    Origin origin,
    Map<String, String> headers) {

  static Advice of(
      RecommendationFacts facts, byte[] json, Origin origin, Map<String, String> headers) {
    return new Advice(
        facts.recommendationId(),
        facts.system(),
        facts.component(),
        facts.decidedAt(),
        expiry(facts),
        emitted(headers, origin),
        json,
        origin,
        headers);
  }

  /** {@code system/component}: advice to one subject is delivered in order. */
  public String subject() {
    return system + '/' + component;
  }

  private static long expiry(RecommendationFacts facts) {
    long longest = (Long.MAX_VALUE - facts.decidedAt()) / 1_000;
    return facts.decidedAt() + 1_000 * Math.min(facts.ttlSeconds(), longest);
  }

  private static long emitted(Map<String, String> headers, Origin origin) {
    String header = headers.getOrDefault("emitted_at", "");
    return header.matches("\\d{1,18}") ? Long.parseLong(header) : origin.appendMillis();
  }
}
