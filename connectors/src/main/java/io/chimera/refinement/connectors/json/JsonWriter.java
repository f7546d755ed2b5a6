package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import java.io.IOException;

/**
 * Writes events of one type as the contract's JSON: fields in the contract's order, no white space,
 * the same bytes for the same event. Not safe for concurrent use: its buffer is reused.
 */
public final class JsonWriter<T> {
  private final Fields<T> fields;
  private final JsonOut out = new JsonOut();

  private JsonWriter(Fields<T> fields) {
    this.fields = fields;
  }

  /** The fields of one type of event. */
  private interface Fields<T> {
    void write(T event, JsonOut out) throws IOException;
  }

  public static JsonWriter<Finding> findings() {
    return new JsonWriter<>(FindingJson::write);
  }

  public static JsonWriter<Alert> alerts() {
    return new JsonWriter<>(AlertJson::write);
  }

  public static JsonWriter<Recommendation> recommendations() {
    return new JsonWriter<>(RecommendationJson::write);
  }

  public static JsonWriter<Outcome> outcomes() {
    return new JsonWriter<>(OutcomeJson::write);
  }

  public static JsonWriter<DeadLetter> deadLetters() {
    return new JsonWriter<>(DeadLetterJson::write);
  }

  public static JsonWriter<AuditRow> auditRows() {
    return new JsonWriter<>(AuditJson::write);
  }

  public static JsonWriter<ModelChunk> models() {
    return new JsonWriter<>(ModelChunkJson::write);
  }

  public byte[] write(T event) {
    return out.object(object -> fields.write(event, object));
  }
}
