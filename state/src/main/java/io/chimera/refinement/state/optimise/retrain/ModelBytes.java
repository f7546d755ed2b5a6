package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link TrainedModel} as bytes and back. Reading proves that every learner can decide: what is
 * taken in by a running job must not fail there.
 */
public final class ModelBytes {
  /** First byte of models with learners only; {@link #read} understands all from this one on. */
  private static final int LEARNERS = 1;

  /** First byte of models that end with a pooled start. */
  private static final int WITH_POOLED = 2;

  private static final int MOST_ACTIONS = 1_000;
  private static final double ROUNDING = 1e-6;

  private ModelBytes() {}

  /** The bytes of the model; its version, which comes of them, is not among them. */
  public static byte[] write(TrainedModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(model.pooled() == null ? LEARNERS : WITH_POOLED);
      Wire.writeString(out, model.name());
      out.writeLong(model.trainedUntil());
      Wire.writeVarInt(out, model.actions().size());
      for (String action : model.actions()) {
        Wire.writeString(out, action);
      }
      Wire.writeVarInt(out, model.features());
      model.settings().write(out);
      write(model.estimate(), out);
      Wire.writeVarInt(out, model.learners().size());
      for (Map.Entry<String, byte[]> learner : new TreeMap<>(model.learners()).entrySet()) {
        Wire.writeString(out, learner.getKey());
        Wire.writeBytes(out, learner.getValue());
      }
      if (model.pooled() != null) {
        write(model.pooled(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return bytes.toByteArray();
  }

  private static void write(PooledStart pooled, DataOutputStream out) throws IOException {
    Wire.writeVarInt(out, pooled.components());
    pooled.settings().write(out);
    write(pooled.estimate(), out);
    Wire.writeBytes(out, pooled.learner());
  }

  private static PooledStart readPooled(DataInputStream in) throws IOException {
    return new PooledStart(
        Wire.readVarInt(in), BanditSettings.read(in), readEstimate(in), Wire.readBytes(in));
  }

  private static void write(PolicyEstimate estimate, DataOutputStream out) throws IOException {
    Wire.writeVarLong(out, estimate.decisions());
    for (double each :
        new double[] {
          estimate.value(),
          estimate.lower(),
          estimate.upper(),
          estimate.selfNormalised(),
          estimate.effective(),
          estimate.live()
        }) {
      out.writeDouble(each);
    }
  }

  /**
   * The model in {@code bytes}.
   *
   * @param name under which it was published
   * @param version under which it was published
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static TrainedModel read(String name, String version, byte[] bytes) {
    TrainedModel model;
    try {
      model = read(new DataInputStream(new ByteArrayInputStream(bytes)));
      prove(model);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "bytes of model %s %s must be readable, were not: %s".formatted(name, version, e), e);
    }
    String proper = TrainedModel.versionOf(model.trainedUntil(), Digests.sha256Hex(bytes));
    if (!model.name().equals(name) || !proper.equals(version)) {
      throw new IllegalArgumentException(
          "model must be %s %s by its bytes, was %s %s"
              .formatted(model.name(), proper, name, version));
    }
    return model.versioned(name, version);
  }

  private static TrainedModel read(DataInputStream in) throws IOException {
    int format = in.readByte();
    if (format != LEARNERS && format != WITH_POOLED) {
      throw new IOException(
          "format must be " + LEARNERS + " or " + WITH_POOLED + ", was " + format);
    }
    String name = Wire.readString(in);
    long trainedUntil = in.readLong();
    int size = Wire.readVarInt(in);
    if (size < 1 || size > MOST_ACTIONS) {
      throw new IOException("actions must be from 1 to " + MOST_ACTIONS + ", were " + size);
    }
    List<String> actions = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      actions.add(Wire.readString(in));
    }
    int features = Wire.readVarInt(in);
    BanditSettings settings = BanditSettings.read(in);
    PolicyEstimate estimate = readEstimate(in);
    Map<String, byte[]> learners = new TreeMap<>();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      learners.put(Wire.readString(in), Wire.readBytes(in));
    }
    PooledStart pooled = format == WITH_POOLED ? readPooled(in) : null;
    if (in.read() >= 0) {
      throw new IOException("bytes must end with the last learner, went on");
    }
    return new TrainedModel(
        name,
        "",
        trainedUntil,
        List.copyOf(actions),
        features,
        settings,
        estimate,
        learners,
        pooled);
  }

  private static PolicyEstimate readEstimate(DataInputStream in) throws IOException {
    return new PolicyEstimate(
        Wire.readVarLong(in),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }

  private static void prove(TrainedModel model) throws IOException {
    for (Map.Entry<String, byte[]> learner : model.learners().entrySet()) {
      prove(model, learner.getKey(), model.settings(), learner.getValue());
    }
    if (model.pooled() != null) {
      prove(model, "all components", model.pooled().settings(), model.pooled().learner());
    }
  }

  private static void prove(TrainedModel model, String of, BanditSettings settings, byte[] learner)
      throws IOException {
    Bandit bandit = new Bandit(model.actions().size(), model.features(), 0, of, settings);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(learner));
    bandit.restore(in);
    double sum = 0;
    for (double each : bandit.decide("", of, new double[model.features()], null).pmf()) {
      sum += each;
    }
    if (in.read() >= 0 || !(Math.abs(sum - 1) < ROUNDING)) {
      throw new IOException("learner of " + of + " must decide, did not");
    }
  }
}
