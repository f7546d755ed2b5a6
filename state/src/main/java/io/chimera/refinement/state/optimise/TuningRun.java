package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.optimise.search.SearchRace;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One search for the best setting under one catalogue: what is in force, what was tried. */
final class TuningRun {
  private final String about;
  private final long seed;
  private final double[] start;
  private Tuning tuning;
  private final SearchRace search;
  private double[] running;
  private TrialRecord record = TrialRecord.EMPTY;
  private boolean hurt;

  /** The objective that scores count from; NaN before the first decision. */
  private double reference = Double.NaN;

  /**
   * A setting to recommend.
   *
   * @param optimizer whose idea it is, as recommendations say it
   * @param reason why it is no trial; empty when it is one
   */
  record Proposal(double[] setting, String optimizer, String reason) {}

  private TuningRun(String about, long seed, double[] start, Tuning tuning) {
    this.about = about;
    this.seed = seed;
    this.start = start;
    this.tuning = tuning;
    running = start.clone();
    search = new SearchRace(tuning.space(), start, true, tuning.constraints().size(), seed);
  }

  static TuningRun of(ActionCatalogue catalogue, long seedOfJob, String subject) {
    return new TuningRun(
        about(catalogue),
        Digests.fold(Digests.mix(seedOfJob), subject),
        catalogue.tuning().current(),
        catalogue.tuning());
  }

  private static String about(ActionCatalogue catalogue) {
    return catalogue.metric()
        + '|'
        + catalogue.statistic()
        + '|'
        + catalogue.minimise()
        + '|'
        + catalogue.scale();
  }

  /** Whether what was learned holds under {@code catalogue} as it is now. */
  boolean holdsFor(ActionCatalogue catalogue) {
    return about(catalogue).equals(about) && catalogue.tuning().searchesLike(tuning);
  }

  /**
   * Takes over what may change without a new search: the values in force, the number of trials.
   *
   * @return whether somebody else has set the values in force
   */
  boolean adopt(Tuning wanted) {
    boolean moved = !Arrays.equals(wanted.current(), tuning.current());
    if (moved) {
      running = wanted.current();
      hurt = false;
    }
    tuning = wanted;
    return moved;
  }

  /**
   * What to recommend next, or null when the best setting is in force and no trial is left.
   *
   * @param takeBack whether a setting that did harm is to be taken back first
   * @param maxStep longest move per parameter as a share of its range; 0 for any
   */
  Proposal next(boolean takeBack, double maxStep) {
    if (takeBack && hurt) {
      double[] best = search.best();
      if (!Arrays.equals(best, running)) {
        return new Proposal(best, optimizer(), "the last setting has done harm, take it back");
      }
    }
    if (record.trials() < tuning.trials()) {
      double[] wanted = search.suggest();
      return new Proposal(tuning.space().towards(running, wanted, maxStep), optimizer(), "");
    }
    double[] wanted = tuning.space().towards(running, search.best(), maxStep);
    return Arrays.equals(wanted, running)
        ? null
        : new Proposal(wanted, optimizer(), "the best of " + record.trials() + " trials");
  }

  private String optimizer() {
    return search.runner().name().toLowerCase(Locale.ROOT);
  }

  /** A setting was in force and scored; {@code limits} as the search wants them. */
  void learn(PendingTrial trial, double score, double[] limits, boolean harmful) {
    search.observe(trial.proposed(), -score, limits);
    record = record.after(score, harmful);
    running = trial.proposed().clone();
    hurt = harmful && trial.change();
  }

  /** The objective that scores count from: the first one there was. */
  double reference(double objective) {
    if (Double.isNaN(reference)) {
      reference = objective;
    }
    return reference;
  }

  boolean hasHurt() {
    return hurt;
  }

  List<String> constraints() {
    return tuning.constraints();
  }

  double[] running() {
    return running.clone();
  }

  double[] best() {
    return search.best();
  }

  TrialRecord record() {
    return record;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, about);
    out.writeLong(seed);
    Wire.writeDoubles(out, start, start.length);
    Wire.writeVarInt(out, tuning.trials());
    Wire.writeVarInt(out, tuning.constraints().size());
    for (String constraint : tuning.constraints()) {
      Wire.writeString(out, constraint);
    }
    Wire.writeVarInt(out, tuning.parameters().size());
    for (Tuning.Parameter each : tuning.parameters()) {
      Wire.writeString(out, each.name());
      out.writeDouble(each.low());
      out.writeDouble(each.high());
      out.writeDouble(each.current());
      out.writeBoolean(each.whole());
      out.writeBoolean(each.logarithmic());
      Wire.writeString(out, each.unit());
    }
    search.write(out);
    Wire.writeDoubles(out, running, running.length);
    record.write(out);
    out.writeBoolean(hurt);
    out.writeDouble(reference);
  }

  static TuningRun read(DataInput in) throws IOException {
    String about = Wire.readString(in);
    long seed = in.readLong();
    double[] start = Wire.readDoubles(in);
    int trials = Wire.readVarInt(in);
    List<String> constraints = new ArrayList<>();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      constraints.add(Wire.readString(in));
    }
    List<Tuning.Parameter> parameters = new ArrayList<>();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      parameters.add(
          new Tuning.Parameter(
              Wire.readString(in),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readBoolean(),
              in.readBoolean(),
              Wire.readString(in)));
    }
    TuningRun run = new TuningRun(about, seed, start, new Tuning(parameters, constraints, trials));
    run.search.restore(in);
    run.running = Wire.readDoubles(in);
    run.record = TrialRecord.read(in);
    run.hurt = in.readBoolean();
    run.reference = in.readDouble();
    return run;
  }
}
