package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.optimise.retrain.PooledStart;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import io.chimera.refinement.state.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A {@link Bandit}, the names of its actions by their places, and the model it comes from. */
final class Learner {
  private final String version;
  private final long trainedUntil;
  private final BanditSettings settings;
  private final List<String> actions;
  private final Bandit bandit;

  private Learner(
      String version,
      long trainedUntil,
      BanditSettings settings,
      List<String> actions,
      Bandit bandit) {
    this.version = version;
    this.trainedUntil = trainedUntil;
    this.settings = settings;
    this.actions = List.copyOf(actions);
    this.bandit = bandit;
  }

  private static Bandit bandit(
      long seed, String subject, BanditSettings settings, List<String> actions) {
    return actions.isEmpty()
        ? null
        : new Bandit(actions.size(), DecisionContext.FEATURES, seed, subject, settings);
  }

  /** One that knows nothing, of no model. */
  static Learner fresh(long seed, String subject, List<String> actions) {
    Bandit bandit = bandit(seed, subject, BanditSettings.SMALL, actions);
    return new Learner("", 0, BanditSettings.SMALL, actions, bandit);
  }

  /**
   * What {@code model} has learned of a subject of {@code key}, or null when it has nothing for it.
   *
   * @param learned rewards that the subject has learned from: with few of them, and no learner of
   *     its own in the model, it starts from what others have taught
   */
  static Learner of(TrainedModel model, String key, long learned, long seed, String subject) {
    byte[] trained = model.learners().get(key);
    if (trained == null) {
      return model.starts(learned) ? pooled(model, key, seed, subject) : null;
    }
    Bandit bandit = bandit(seed, subject, model.settings(), model.actions());
    try {
      bandit.restore(new DataInputStream(new ByteArrayInputStream(trained)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a model was proved to be readable when it was admitted
    }
    return new Learner(
        model.version(), model.trainedUntil(), model.settings(), model.actions(), bandit);
  }

  private static Learner pooled(TrainedModel model, String key, long seed, String subject) {
    PooledStart start = model.pooled();
    Bandit bandit = start.of(model.actions().size(), model.features(), seed, subject, key);
    return new Learner(
        model.version(), model.trainedUntil(), start.settings(), model.actions(), bandit);
  }

  /** Version of the model it comes from; empty for none. */
  String version() {
    return version;
  }

  /** Event time of the newest decision in the model, epoch milliseconds; 0 without a model. */
  long trainedUntil() {
    return trainedUntil;
  }

  /** Whether it started from what other subjects have taught. */
  boolean isPooled() {
    return bandit != null && bandit.isSettled();
  }

  List<String> actions() {
    return actions;
  }

  /** The bandit; null while there are no actions. */
  Bandit bandit() {
    return bandit;
  }

  /** Takes over the decisions of {@code other} that wait for their reward. */
  void takeOver(Learner other) {
    if (bandit == null || other.bandit == null) {
      return;
    }
    int[] places = new int[other.actions.size()];
    for (int k = 0; k < places.length; k++) {
      places[k] = actions.indexOf(other.actions.get(k));
    }
    bandit.takeOver(other.bandit, places);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return bytes.toByteArray();
  }

  static Learner of(byte[] bytes, long seed, String subject) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)), seed, subject);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // they are what write has written
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, version);
    if (!version.isEmpty()) {
      out.writeLong(trainedUntil);
      settings.write(out);
    }
    Wire.writeVarInt(out, actions.size());
    for (String action : actions) {
      Wire.writeString(out, action);
    }
    if (bandit != null) {
      bandit.snapshot(out);
    }
  }

  static Learner read(DataInput in, long seed, String subject) throws IOException {
    String version = Wire.readString(in);
    boolean trained = !version.isEmpty();
    long trainedUntil = trained ? in.readLong() : 0;
    BanditSettings settings = trained ? BanditSettings.read(in) : BanditSettings.SMALL;
    List<String> actions = readActions(in);
    Bandit bandit = bandit(seed, subject, settings, actions);
    if (bandit != null) {
      bandit.restore(in);
    }
    return new Learner(version, trainedUntil, settings, actions, bandit);
  }

  /** Reads what releases before models wrote, where it was spread over the policy. */
  static Learner readFirst(List<String> actions, DataInput in, long seed, String subject)
      throws IOException {
    boolean present = in.readBoolean();
    Learner learner = fresh(seed, subject, present ? actions : List.of());
    if (present) {
      learner.bandit.restore(in);
    }
    return learner;
  }

  static List<String> readActions(DataInput in) throws IOException {
    List<String> actions = new ArrayList<>();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      actions.add(Wire.readString(in));
    }
    return actions;
  }
}
