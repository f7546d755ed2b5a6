package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.flink.api.common.functions.MapFunction;

/** Turns findings into points {@code finding}, one when it opens and one when it closes. */
public final class FindingPoints implements MapFunction<Finding, MetricPoint> {
  private static final long serialVersionUID = 1;

  @Override
  public MetricPoint map(Finding finding) {
    return new MetricPoint(
        "finding",
        List.of(
            new Tag("system", finding.system()),
            new Tag("component", finding.component()),
            new Tag("agent", Objects.requireNonNullElse(finding.agentId(), "*")),
            new Tag("metric", Objects.requireNonNullElse(finding.metric(), "")),
            new Tag("series", finding.series()),
            new Tag("kind", lower(finding.kind())),
            new Tag("state", lower(finding.state())),
            new Tag("severity", lower(finding.severity()))),
        List.of(
            Field.of("score", finding.score()),
            Field.of("value", finding.value()),
            Field.of("lower", finding.lower()),
            Field.of("upper", finding.upper()),
            Field.of("id", finding.findingId()),
            Field.of("sentence", finding.sentence())),
        finding.detectedAt());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
