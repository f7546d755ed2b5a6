package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.functions.MapFunction;

/** Turns the status of objectives into points {@code slo}. */
public final class SloPoints implements MapFunction<ObjectiveStatus, MetricPoint> {
  private static final long serialVersionUID = 1;

  @Override
  public MetricPoint map(ObjectiveStatus status) {
    return new MetricPoint(
        "slo",
        List.of(
            new Tag("objective", status.objective()),
            new Tag("pack", status.pack()),
            new Tag("subject", status.subject())),
        List.of(
            Field.of("state", status.state().name().toLowerCase(Locale.ROOT)),
            Field.of("value", status.value()),
            Field.of("target", status.limit()),
            Field.of("unit", status.unit()),
            Field.of("samples", status.samples()),
            Field.of("compliance", status.compliance()),
            Field.of("raw_compliance", status.rawCompliance()),
            Field.of("budget_left", status.budgetLeft()),
            Field.of("burn_1h", status.burn()[0]),
            Field.of("burn_6h", status.burn()[1]),
            Field.of("burn_1d", status.burn()[2]),
            Field.of("burn_3d", status.burn()[3])),
        status.endMillis());
  }
}
