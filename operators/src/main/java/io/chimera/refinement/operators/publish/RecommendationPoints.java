package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import io.chimera.refinement.state.event.Recommendation;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/** Turns decisions into points {@code recommendation}. */
public final class RecommendationPoints implements MapFunction<Recommendation, MetricPoint> {
  private static final long serialVersionUID = 1;

  @Override
  public MetricPoint map(Recommendation recommendation) {
    return new MetricPoint(
        "recommendation",
        List.of(
            new Tag("system", recommendation.system()),
            new Tag("component", recommendation.component()),
            new Tag("optimizer", recommendation.optimizer()),
            new Tag("target", recommendation.target()),
            new Tag("action", recommendation.action()),
            new Tag("mode", recommendation.mode())),
        List.of(
            Field.of("propensity", recommendation.propensity()),
            Field.of("expected_gain", recommendation.expectedGain()),
            Field.of("confidence", recommendation.confidence()),
            Field.of("decision_number", recommendation.decisionNumber()),
            Field.of("model_version", recommendation.modelVersion()),
            Field.of("id", recommendation.recommendationId()),
            Field.of("sentence", recommendation.sentence())),
        recommendation.decidedAt());
  }
}
