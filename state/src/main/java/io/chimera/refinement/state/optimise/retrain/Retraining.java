package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.DecisionContext;
import io.chimera.refinement.state.optimise.retrain.RetrainingReport.Part;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Learns one catalogue anew from its history. Three quarters of it choose the settings; the newest
 * quarter, which played no part in that, says what they are worth. There are learners only when the
 * lower bound of that is above what the policy in force has earned in the same quarter, and a start
 * for other components only when {@link Pooling} can say the same of it.
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
      Part none =
          new Part(
              null,
              "decisions with a reward must be at least %d, were %d"
                  .formatted(LEAST_LESSONS, log.size()));
      return new Result(report(target, log, null, none, none, null), Optional.empty());
    }
    int chosenBy = log.size() / 4 * 3;
    List<Trial> trials = Trial.plan(params.trials(), params.seed());
    Trial best = new SettingsSearch(log, progress).best(trials, chosenBy).trial();
    int from = SettingsSearch.from(best, 0, chosenBy);
    Rehearsal rehearsal = new Rehearsal(log, best);
    rehearsal.study(from, chosenBy);
    Part learners = part(rehearsal.judge(chosenBy, log.size()));
    Pooling pooling = new Pooling(log, from);
    Part pooled = judge(pooling);
    if (!learners.isPublished() && !pooled.isPublished()) {
      return new Result(report(target, log, best, learners, pooled, null), Optional.empty());
    }
    Map<String, byte[]> own =
        learners.isPublished() ? snapshots(rehearsal, log, pooled.isPublished()) : Map.of();
    TrainedModel model =
        TrainedModel.of(
            target,
            lessons.stream().mapToLong(Lesson::decidedAt).max().orElseThrow(),
            log.actions(),
            DecisionContext.FEATURES,
            best.settings(),
            (learners.isPublished() ? learners : pooled).estimate(),
            own,
            pooled.isPublished() ? pooling.start(pooled.estimate(), own.keySet()) : null);
    return new Result(
        report(target, log, best, learners, pooled, model.version()), Optional.of(model));
  }

  private static Part judge(Pooling pooling) {
    int components = pooling.components();
    return components < Pooling.LEAST_COMPONENTS
        ? new Part(
            null,
            "components must be at least %d, were %d"
                .formatted(Pooling.LEAST_COMPONENTS, components))
        : part(pooling.estimate());
  }

  private static Part part(PolicyEstimate estimate) {
    String why =
        estimate.isBetter()
            ? ""
            : String.format(
                Locale.ROOT,
                "the lower bound must be above what the policy in force has earned, %.4f, was %.4f",
                estimate.live(),
                estimate.lower());
    return new Part(estimate, why);
  }

  private RetrainingReport report(
      String target,
      CaseLog log,
      Trial bestOrNull,
      Part learners,
      Part pooled,
      String versionOrNull) {
    return new RetrainingReport(
        target,
        log.size(),
        log.subjects().size(),
        bestOrNull == null ? 0 : params.trials(),
        bestOrNull == null ? "" : bestOrNull.describe(),
        learners,
        pooled,
        versionOrNull);
  }

  /** Learners by subject; with a pooled start, one that has learned little has none. */
  private static Map<String, byte[]> snapshots(Rehearsal rehearsal, CaseLog log, boolean pooled) {
    Map<String, byte[]> snapshots = new TreeMap<>();
    Map<String, Integer> lessons = log.lessonsBySubject();
    for (Map.Entry<String, Bandit> each : rehearsal.learners().entrySet()) {
      if (!pooled || lessons.get(each.getKey()) >= PooledStart.OWN_LESSONS) {
        snapshots.put(each.getKey(), BanditBytes.of(each.getValue()));
      }
    }
    return snapshots;
  }
}
