package io.chimera.refinement.connectors.json;

import java.util.Optional;

/** Reads the facts of a published recommendation. Not safe for concurrent use. */
public final class RecommendationFactsReader {
  private final RecommendationFields fields;

  public RecommendationFactsReader(Limits limits) {
    this.fields = new RecommendationFields(limits);
  }

  /** The facts of the recommendation in {@code value}, if there is one. */
  public Optional<RecommendationFacts> read(byte[] value) {
    boolean complete =
        fields.read(value)
            && fields.has("recommendationId", "system", "component", "optimizer", "mode")
            && fields.ttlSeconds() >= 0;
    return complete
        ? Optional.of(
            new RecommendationFacts(
                fields.text("recommendationId"),
                fields.text("system"),
                fields.text("component"),
                fields.text("optimizer"),
                fields.text("mode"),
                fields.decidedAt(),
                fields.ttlSeconds()))
        : Optional.empty();
  }
}
