package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.ModelChunk;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Takes models apart, so that each part fits a record, and puts them together again. */
public final class ModelChunks {
  /** With this much the record, in Base64 and with all else, stays below 900 KB. */
  static final int MOST_BYTES = 640_000;

  private ModelChunks() {}

  /** The parts of the model. */
  public static List<ModelChunk> of(TrainedModel model) {
    byte[] bytes = ModelBytes.write(model);
    String sha256 = Digests.sha256Hex(bytes);
    int chunks = (bytes.length + MOST_BYTES - 1) / MOST_BYTES;
    PolicyEstimate estimate = model.estimate();
    List<ModelChunk> parts = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      parts.add(
          new ModelChunk(
              model.name(),
              model.version(),
              i,
              chunks,
              sha256,
              model.trainedUntil(),
              estimate.decisions(),
              estimate.value(),
              estimate.lower(),
              estimate.upper(),
              estimate.live(),
              model.actions(),
              Arrays.copyOfRange(
                  bytes, i * MOST_BYTES, Math.min(bytes.length, (i + 1) * MOST_BYTES)),
              null));
    }
    return parts;
  }

  /**
   * Whether the parts, all of one version, are all there are; more, or parts that contradict one
   * another, show when they are put together.
   */
  public static boolean areComplete(List<ModelChunk> parts) {
    return !parts.isEmpty() && parts.size() >= parts.get(0).chunks();
  }

  /**
   * The model of these parts.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static TrainedModel join(List<ModelChunk> parts) {
    List<ModelChunk> ordered = new ArrayList<>(parts);
    ordered.sort(Comparator.comparingInt(ModelChunk::chunk));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < ordered.size(); i++) {
      ModelChunk part = ordered.get(i);
      if (part.chunk() != i || part.chunks() != ordered.size()) {
        throw new IllegalArgumentException(
            "chunk must be %d of %d, was %d of %d"
                .formatted(i, ordered.size(), part.chunk(), part.chunks()));
      }
      bytes.writeBytes(part.payload());
    }
    ModelChunk first = ordered.get(0);
    String sha256 = Digests.sha256Hex(bytes.toByteArray());
    if (!sha256.equals(first.sha256())) {
      throw new IllegalArgumentException(
          "sha256 of model %s %s must be %s, was %s"
              .formatted(first.model(), first.version(), first.sha256(), sha256));
    }
    return ModelBytes.read(first.model(), first.version(), bytes.toByteArray());
  }
}
