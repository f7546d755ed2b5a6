package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.IssuedRecommendation;
import java.util.Optional;

/**
 * Reads what is needed of a published recommendation to bring its outcome home. Not safe for
 * concurrent use.
 */
public final class RecommendationReader {
  private final RecommendationFields fields;

  public RecommendationReader(Limits limits) {
    this.fields = new RecommendationFields(limits);
  }

  /** The recommendation in {@code value}, if there is one. */
  public Optional<IssuedRecommendation> read(byte[] value) {
    return fields.read(value) && fields.has("recommendationId", "system", "component", "target")
        ? Optional.of(
            new IssuedRecommendation(
                fields.text("recommendationId"),
                fields.text("system"),
                fields.text("component"),
                fields.text("target"),
                fields.decidedAt()))
        : Optional.empty();
  }
}
