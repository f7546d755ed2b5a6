package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.DecisionContext;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was learned from history for one catalogue, ready to be taken in by a running job.
 *
 * @param name of the catalogue
 * @param version {@code <trainedUntil>-<first twelve digits of the SHA-256 of its bytes>}
 * @param trainedUntil event time of the newest decision in it, epoch milliseconds
 * @param actions names by their places in the learners
 * @param features length of contexts
 * @param settings of all learners
 * @param estimate what it is worth
 * @param learners snapshots of bandits by {@code system/component}
 * @param pooled what a component that is not among them starts from; null when there is nothing
 */
public record TrainedModel(
    String name,
    String version,
    long trainedUntil,
    List<String> actions,
    int features,
    BanditSettings settings,
    PolicyEstimate estimate,
    Map<String, byte[]> learners,
    PooledStart pooled)
    implements Serializable {

  /** A version of which nothing else is known yet. */
  public static TrainedModel named(String name, String version) {
    return new TrainedModel(
        name, version, 0, List.of(), 0, BanditSettings.SMALL, PolicyEstimate.NONE, Map.of(), null);
  }

  /** Whether more is known of it than its version. */
  public boolean isLoaded() {
    return !actions.isEmpty();
  }

  /** A model of the version that its bytes give it. */
  static TrainedModel of(
      String name,
      long trainedUntil,
      List<String> actions,
      int features,
      BanditSettings settings,
      PolicyEstimate estimate,
      Map<String, byte[]> learners,
      PooledStart pooledOrNull) {
    TrainedModel unnamed =
        new TrainedModel(
            name,
            "",
            trainedUntil,
            List.copyOf(actions),
            features,
            settings,
            estimate,
            new TreeMap<>(learners),
            pooledOrNull);
    return unnamed.versioned(Digests.sha256Hex(ModelBytes.write(unnamed)));
  }

  private TrainedModel versioned(String sha256) {
    return versioned(name, versionOf(trainedUntil, sha256));
  }

  TrainedModel versioned(String newName, String newVersion) {
    return new TrainedModel(
        newName, newVersion, trainedUntil, actions, features, settings, estimate, learners, pooled);
  }

  static String versionOf(long trainedUntil, String sha256) {
    return trainedUntil + "-" + sha256.substring(0, 12);
  }

  /**
   * Whether a component of which it has no learner starts from what others have taught.
   *
   * @param learned rewards that the component has learned from
   */
  public boolean starts(long learned) {
    return pooled != null && learned < PooledStart.OWN_LESSONS;
  }

  /** Why it cannot decide under the catalogue; empty when it can. */
  public Optional<String> misfit(ActionCatalogue catalogue) {
    if (features != DecisionContext.FEATURES) {
      return Optional.of(
          "features of model %s %s must be %d, was %d"
              .formatted(name, version, DecisionContext.FEATURES, features));
    }
    return catalogue.actions().stream()
        .map(ActionCatalogue.Action::name)
        .filter(action -> !actions.contains(action))
        .findFirst()
        .map(
            action ->
                "actions of model %s %s must include %s of the catalogue, were %s"
                    .formatted(name, version, action, String.join(", ", actions)));
  }
}
