package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Alert;
import java.io.IOException;

/** An alert as the contract's section 2 writes it. */
final class AlertJson {
  private AlertJson() {}

  static void write(Alert alert, JsonOut out) throws IOException {
    out.whole("schemaVersion", 1);
    out.text("alertId", alert.alertId());
    out.text("rule", alert.rule());
    out.text("subject", alert.subject());
    out.name("state", alert.state());
    out.name("severity", alert.severity());
    out.text("action", alert.action());
    out.whole("firedAt", alert.firedAt());
    out.whole("changedAt", alert.changedAt());
    out.whole("deadlineAt", alert.deadlineAt());
    out.number("value", alert.value());
    out.number("threshold", alert.threshold());
    out.text("unit", alert.unit());
    out.text("group", alert.group());
    out.texts("findings", alert.findings());
    out.text("sentence", alert.sentence());
  }
}
