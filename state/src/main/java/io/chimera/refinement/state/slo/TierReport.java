package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.TierPolicy.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The status of a service, as a finding and as a status of an objective. */
public final class TierReport {
  private TierReport() {}

  /** A transition; one finding per stay in a status, closed at once when all is well again. */
  public static Finding finding(
      TierPolicy policy, TierWatch before, TierWatch after, long endMillis) {
    boolean well = after.status() == Status.OK;
    String word = after.status().name().toLowerCase(Locale.ROOT);
    String series = policy.system() + "/service";
    String why =
        after.indicators().entrySet().stream()
            .filter(each -> each.getValue().equals(after.status().name()) && !well)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return new Finding(
        Finding.id(Finding.Kind.SLO, series, policy.name() + ':' + word, endMillis),
        Finding.Kind.SLO,
        policy.system(),
        "service",
        null,
        null,
        Map.of("from", before.status().name().toLowerCase(Locale.ROOT), "to", word),
        series,
        policy.name() + ':' + word,
        endMillis,
        endMillis,
        endMillis,
        well ? Long.valueOf(endMillis) : null,
        well ? Finding.State.CLOSED : Finding.State.OPEN,
        after.status().ordinal() / 2.0,
        well ? Severity.INFO : Severity.CRITICAL,
        Finding.Direction.BOTH,
        after.status().ordinal(),
        "",
        0,
        0,
        List.of(),
        List.of(),
        false,
        policy.system() + " is " + word + (why.isEmpty() ? "." : ": " + why + "."));
  }

  /** The status as a number: 0 well, 1 critical, 2 degraded. */
  public static ObjectiveStatus status(
      TierPolicy policy, TierWatch watch, long endMillis, boolean changed) {
    return new ObjectiveStatus(
        policy.name(),
        policy.system(),
        policy.system(),
        endMillis,
        watch.status() == Status.OK ? ObjectiveStatus.State.MET : ObjectiveStatus.State.BREACHED,
        watch.status().ordinal(),
        0,
        "",
        watch.indicators().size(),
        1,
        1,
        1,
        new double[4],
        changed);
  }
}
