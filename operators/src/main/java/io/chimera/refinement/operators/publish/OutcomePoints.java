package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/** Turns settled outcomes into points {@code outcome}, which say where the reward came from. */
public final class OutcomePoints implements MapFunction<Learned, MetricPoint> {
  private static final long serialVersionUID = 1;

  @Override
  public MetricPoint map(Learned learned) {
    return new MetricPoint(
        "outcome",
        List.of(
            new Tag("system", learned.system()),
            new Tag("component", learned.component()),
            new Tag("target", learned.target()),
            new Tag("action", learned.action()),
            new Tag("executed_action", learned.executedAction()),
            new Tag("reward_source", learned.source())),
        List.of(
            Field.of("reward", learned.reward()),
            Field.of("propensity", learned.propensity()),
            Field.of("decided_at", learned.decidedAt()),
            Field.of("id", learned.recommendationId())),
        learned.settledAt());
  }
}
