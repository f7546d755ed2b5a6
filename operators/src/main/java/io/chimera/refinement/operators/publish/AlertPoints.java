package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.functions.MapFunction;

/** Turns changes of alerts into points {@code alert}. */
public final class AlertPoints implements MapFunction<Alert, MetricPoint> {
  private static final long serialVersionUID = 1;

  @Override
  public MetricPoint map(Alert alert) {
    return new MetricPoint(
        "alert",
        List.of(
            new Tag("rule", alert.rule()),
            new Tag("subject", alert.subject()),
            new Tag("state", alert.state().name().toLowerCase(Locale.ROOT)),
            new Tag("severity", alert.severity().name().toLowerCase(Locale.ROOT))),
        List.of(
            Field.of("value", alert.value()),
            Field.of("threshold", alert.threshold()),
            Field.of("id", alert.alertId()),
            Field.of("sentence", alert.sentence())),
        alert.changedAt());
  }
}
