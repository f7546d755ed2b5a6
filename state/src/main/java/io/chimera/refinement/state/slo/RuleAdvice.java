package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Recommendation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recommendation that an alert makes when it fires, and takes back when it is resolved. */
public final class RuleAdvice {
  private static final String OPEN = "open_breaker";
  private static final String CLOSE = "close_breaker";
  private static final long TTL_SECONDS = 600;

  private RuleAdvice() {}

  /**
   * The recommendation; empty for alerts that ask for nothing. The decision number is when the
   * alert fired, so that it needs no memory.
   */
  public static Optional<Recommendation> of(Alert alert) {
    boolean fires = alert.state() == Alert.State.FIRING && !alert.action().isEmpty();
    boolean closes = alert.state() == Alert.State.RESOLVED && alert.action().equals(OPEN);
    if (!fires && !closes) {
      return Optional.empty();
    }
    String action = closes ? CLOSE : alert.action();
    String subject = alert.subject();
    int slash = subject.indexOf('/');
    String system = slash < 0 ? subject : subject.substring(0, slash);
    String rest = slash < 0 ? "default" : subject.substring(slash + 1);
    int brace = rest.indexOf('{');
    String component = brace < 0 ? rest : rest.substring(0, brace);
    return Optional.of(
        new Recommendation(
            Recommendation.id(
                system, component, "rule", alert.rule() + '@' + subject, alert.changedAt()),
            system,
            component,
            null,
            alert.changedAt(),
            alert.changedAt(),
            "rule",
            alert.rule(),
            action,
            Map.of(),
            1,
            Map.of(action, 1.0),
            Map.of(),
            Map.of("value", alert.value(), "threshold", alert.threshold()),
            "rules",
            0,
            0,
            0,
            1,
            List.copyOf(alert.findings()),
            "approve",
            TTL_SECONDS,
            alert.sentence()));
  }
}
