package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.ModelChunk;
import java.io.IOException;

/** A part of a model, as {@code schemas/model.schema.json} says. */
final class ModelChunkJson {
  /** What the bytes of all parts together are. */
  static final String FORMAT = "bandit-model/1";

  private ModelChunkJson() {}

  static void write(ModelChunk chunk, JsonOut out) throws IOException {
    out.whole("schemaVersion", 1);
    out.text("model", chunk.model());
    out.text("version", chunk.version());
    out.whole("chunk", chunk.chunk());
    out.whole("chunks", chunk.chunks());
    out.text("format", FORMAT);
    out.text("sha256", chunk.sha256());
    out.whole("trainedUntil", chunk.trainedUntil());
    out.texts("actions", chunk.actions());
    out.whole("decisions", chunk.decisions());
    out.number("value", chunk.value());
    out.startArray("valueInterval");
    out.number(chunk.lower());
    out.number(chunk.upper());
    out.endArray();
    out.number("liveValue", chunk.liveValue());
    out.base64("payload", chunk.payload());
  }
}
