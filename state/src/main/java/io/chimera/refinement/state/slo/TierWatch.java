package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.slo.TierPolicy.Status;
import io.chimera.refinement.state.slo.TierPolicy.Tier;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The status of a service: that of its worst indicator, each as it was when it was last reported.
 *
 * @param indicators status by the id of the indicator
 * @param status the worst of them
 * @param since since when, epoch milliseconds of event time
 */
public record TierWatch(Map<String, String> indicators, Status status, long since) {
  public static final TierWatch EMPTY = new TierWatch(Map.of(), Status.OK, 0);

  /**
   * The status after a pane.
   *
   * @param values what the pane holds by the id of the indicator
   */
  public TierWatch after(
      TierPolicy policy, Map<String, RolePanes> values, long startMillis, long endMillis) {
    Map<String, String> next = new java.util.TreeMap<>(indicators);
    for (Tier tier : policy.indicators()) {
      RolePanes panes = values.get(tier.indicator().id());
      Optional<Status> reading =
          panes == null ? Optional.empty() : read(tier, panes, endMillis - startMillis);
      reading.ifPresent(found -> next.put(tier.indicator().id(), found.name()));
    }
    Status worst =
        next.values().stream().map(Status::valueOf).max(Enum::compareTo).orElse(Status.OK);
    return new TierWatch(next, worst, worst == status ? since : endMillis);
  }

  private static Optional<Status> read(Tier tier, RolePanes panes, long spanMillis) {
    OptionalDouble value = panes.value(tier.statistic(), tier.indicator(), spanMillis);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    double measured = value.getAsDouble();
    OptionalDouble offered = panes.offered();
    boolean idle =
        tier.whenDemanded()
            && (offered.isPresent() ? offered.getAsDouble() <= measured : measured == 0);
    return Optional.of(idle ? Status.OK : tier.status(measured));
  }
}
