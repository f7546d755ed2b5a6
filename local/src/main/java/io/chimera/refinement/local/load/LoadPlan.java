package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile;
import io.chimera.refinement.connectors.yaml.LoadProfile.Disturbance;
import io.chimera.refinement.connectors.yaml.LoadProfile.Load;
import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import java.util.List;

/**
 * A profile as it is run: rates, users, agents and counts by {@code scale}, lengths by {@code
 * compress}. Rates are not compressed: what is offered per second of the clock is what the profile
 * says, for a shorter time.
 *
 * @param profile the profile; it can be run
 * @param variant name of its variant; empty for the profile itself
 * @param scale factor on rates, users, agents and counts, in (0, 1000]
 * @param compress divisor of lengths, in [1, 100000]
 * @param seed seed of every draw
 */
public record LoadPlan(
    LoadProfile profile, String variant, double scale, double compress, long seed) {
  private static final double MOST_SCALE = 1_000;
  private static final double MOST_COMPRESS = 100_000;

  public LoadPlan {
    if (!profile.isRunnable()) {
      throw new IllegalArgumentException("profile must have a load, was " + profile.name());
    }
    if (!(scale > 0 && scale <= MOST_SCALE)) {
      throw new IllegalArgumentException("scale must be in (0, 1000], was " + scale);
    }
    if (!(compress >= 1 && compress <= MOST_COMPRESS)) {
      throw new IllegalArgumentException("compress must be in [1, 100000], was " + compress);
    }
    profile.load().phases(variant);
  }

  Load load() {
    return profile.load();
  }

  /** The schedule of reports. */
  Schedule schedule() {
    return new Schedule(
        load().phases(variant).stream()
            .map(
                phase ->
                    new Phase(
                        phase.name(),
                        Math.max(
                            phase.reports() > 0 ? 0 : 1,
                            Math.round(phase.durationMillis() / compress)),
                        phase.requestsPerSecond().times(scale),
                        phase.users().times(scale),
                        phase.reports() == 0 ? 0 : Math.max(1, Math.round(phase.reports() * scale)),
                        phase.spike(),
                        phase.conditions()))
            .toList(),
        load().requestsPerReport());
  }

  int agents() {
    return (int) Math.max(1, Math.round(load().agents() * scale));
  }

  /** What goes wrong, in time of the run. */
  List<Disturbance> disturbances() {
    return load().disturbances().stream()
        .map(
            each ->
                new Disturbance(
                    each.name(),
                    each.component(),
                    each.metric(),
                    each.agentsPercent(),
                    Math.round(each.fromMillis() / compress),
                    Math.max(1, Math.round(each.durationMillis() / compress)),
                    each.factor(),
                    each.driftPercentPerHour() * compress,
                    each.silent()))
        .toList();
  }
}
