package io.chimera.refinement.state.event;

import java.util.List;

/**
 * A part of a trained model, as its topic carries it. What the model is worth stands in every part,
 * so that one record tells a person all.
 *
 * @param model name of the catalogue
 * @param version version of the model
 * @param chunk number of the part, from 0
 * @param chunks how many parts there are
 * @param sha256 hexadecimal SHA-256 of the bytes of all parts
 * @param trainedUntil event time of the newest decision in it, epoch milliseconds
 * @param decisions decisions it was judged on
 * @param value mean reward it would have earned in them
 * @param lower bound of the 95 % interval of that
 * @param upper bound of the 95 % interval of that
 * @param liveValue mean reward that was in fact earned in them
 * @param actions names of the actions
 * @param payload bytes of the part; null when the part was deleted from the topic
 * @param origin where the part was read; null when it is about to be written
 */
public record ModelChunk(
    String model,
    String version,
    int chunk,
    int chunks,
    String sha256,
    long trainedUntil,
    long decisions,
    double value,
    double lower,
    double upper,
    double liveValue,
    List<String> actions,
    byte[] payload,
    Origin origin) {

  /** A part that is gone. */
  public static ModelChunk deleted(String model, String version, int chunk, Origin origin) {
    return new ModelChunk(model, version, chunk, 0, "", 0, 0, 0, 0, 0, 0, List.of(), null, origin);
  }

  public boolean isDeleted() {
    return payload == null;
  }

  /** {@code model/version/chunk}, the key of the topic. */
  public String key() {
    return model + '/' + version + '/' + chunk;
  }
}
