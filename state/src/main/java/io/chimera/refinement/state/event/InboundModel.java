package io.chimera.refinement.state.event;

/**
 * What the source makes of one record of the models' topic: exactly one of the two is set.
 *
 * @param chunk a part of a model, or null
 * @param rejected the dead letter, or null
 */
public record InboundModel(ModelChunk chunk, DeadLetter rejected) {
  public boolean isChunk() {
    return chunk != null;
  }

  /** Name of the model; empty for what was rejected. */
  public String model() {
    return chunk == null ? "" : chunk.model();
  }
}
