package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.DecisionContext;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Learns one catalogue anew from its history. Three quarters of it choose the settings; the newest
 * quarter, which played no part in that, says what they are worth. There is a model only when the
 * lower bound of that is above what the policy in force has earned in the same quarter.
 *
 * <p>The same lessons, in whatever order, give the same bytes.
 */
public final class Retraining {
  /** With fewer lessons the newest quarter says nothing. */
  static final int LEAST_LESSONS = 400;

  private final Params params;
  private final RetrainingProgress progress;

  /**
   * How it is done.
   *
   * @param trials settings to try
   * @param seed of the settings
   */
  public record Params(int trials, long seed) implements Serializable {
    public Params {
      if (trials < 1) {
        throw new IllegalArgumentException("trials must be at least 1, was " + trials);
      }
    }
  }

  /**
   * What came of it.
   *
   * @param model the model, if there is one
   */
  public record Result(RetrainingReport report, Optional<TrainedModel> model) {}

  public Retraining(Params params, RetrainingProgress progress) {
    this.params = params;
    this.progress = progress;
  }

  /** Learns from lessons, all of the same target. */
  public Result learn(String target, Collection<Lesson> lessons) {
    CaseLog log = CaseLog.of(lessons);
    if (log.size() < LEAST_LESSONS) {
      return nothing(
          target,
          log,
          null,
          "decisions with a reward must be at least %d, were %d"
              .formatted(LEAST_LESSONS, log.size()));
    }
    int chosenBy = log.size() / 4 * 3;
    List<Trial> trials = Trial.plan(params.trials(), params.seed());
    Trial best = new SettingsSearch(log, progress).best(trials, chosenBy).trial();
    Rehearsal rehearsal = new Rehearsal(log, best);
    rehearsal.study(SettingsSearch.from(best, 0, chosenBy), chosenBy);
    PolicyEstimate estimate = rehearsal.judge(chosenBy, log.size());
    if (!estimate.isBetter()) {
      return nothing(
          target,
          log,
          new SettingsSearch.Tried(best, estimate),
          String.format(
              Locale.ROOT,
              "the lower bound must be above what the policy in force has earned, %.4f, was %.4f",
              estimate.live(),
              estimate.lower()));
    }
    long until = lessons.stream().mapToLong(Lesson::decidedAt).max().orElseThrow();
    TrainedModel model =
        TrainedModel.of(
            target,
            until,
            log.actions(),
            DecisionContext.FEATURES,
            best.settings(),
            estimate,
            snapshots(rehearsal.learners()));
    return new Result(
        new RetrainingReport(
            target,
            log.size(),
            log.subjects().size(),
            params.trials(),
            best.describe(),
            estimate,
            model.version(),
            ""),
        Optional.of(model));
  }

  private Result nothing(String target, CaseLog log, SettingsSearch.Tried triedOrNull, String why) {
    return new Result(
        new RetrainingReport(
            target,
            log.size(),
            log.subjects().size(),
            triedOrNull == null ? 0 : params.trials(),
            triedOrNull == null ? "" : triedOrNull.trial().describe(),
            triedOrNull == null ? null : triedOrNull.estimate(),
            null,
            why),
        Optional.empty());
  }

  private static Map<String, byte[]> snapshots(Map<String, Bandit> learners) {
    Map<String, byte[]> snapshots = new TreeMap<>();
    learners.forEach(
        (subject, bandit) -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try {
            bandit.snapshot(new DataOutputStream(bytes));
          } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes everything
          }
          snapshots.put(subject, bytes.toByteArray());
        });
    return snapshots;
  }
}
