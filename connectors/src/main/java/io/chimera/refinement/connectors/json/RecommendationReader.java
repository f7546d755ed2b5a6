package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.Reason;
import java.util.Optional;

/**
 * Reads what is needed of a published recommendation to bring its outcome home. The product wrote
 * the value itself, so what cannot be read is none of its recommendations and is passed over. Not
 * safe for concurrent use.
 */
public final class RecommendationReader {
  private final JsonCursor cursor;
  private String recommendationId;
  private String system;
  private String component;
  private String target;
  private long decidedAt;

  public RecommendationReader(Limits limits) {
    this.cursor = new JsonCursor(limits);
  }

  /** The recommendation in {@code value}, if there is one. */
  public Optional<IssuedRecommendation> read(byte[] value) {
    if (value == null || value.length == 0 || value[0] != '{') {
      return Optional.empty();
    }
    try {
      cursor.start(value, 0, value.length);
      readFields();
      cursor.finish();
    } catch (Refused notOurs) {
      return Optional.empty();
    }
    boolean complete =
        recommendationId != null
            && system != null
            && component != null
            && target != null
            && decidedAt > 0;
    return complete
        ? Optional.of(
            new IssuedRecommendation(recommendationId, system, component, target, decidedAt))
        : Optional.empty();
  }

  private void readFields() throws Refused {
    recommendationId = null;
    system = null;
    component = null;
    target = null;
    decidedAt = 0;
    cursor.enterObject("a recommendation");
    while (cursor.next() == JsonToken.FIELD_NAME) {
      String field = cursor.name();
      cursor.next();
      switch (field) {
        case "recommendationId" -> recommendationId = cursor.string(field);
        case "system" -> system = cursor.string(field);
        case "component" -> component = cursor.string(field);
        case "target" -> target = cursor.string(field);
        case "decidedAt" ->
            decidedAt = cursor.integer(field, Reason.WRONG_TYPE, Reason.OUT_OF_RANGE);
        default -> cursor.skip();
      }
    }
  }
}
