package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.window.Rollup;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Turns windows and rollups into points: {@code kpi_window} for the sliding window, {@code
 * kpi_window_1m} and so on for rollups.
 */
public final class WindowPoints implements MapFunction<WindowStats, MetricPoint> {
  private static final long serialVersionUID = 1;

  private final boolean rollups;

  private WindowPoints(boolean rollups) {
    this.rollups = rollups;
  }

  public static WindowPoints ofWindows() {
    return new WindowPoints(false);
  }

  public static WindowPoints ofRollups() {
    return new WindowPoints(true);
  }

  @Override
  public MetricPoint map(WindowStats window) {
    SeriesKey key = window.key();
    Pane total = window.total();
    return new MetricPoint(
        rollups
            ? "kpi_window_" + tier(window.endMillis() - window.startMillis()).suffix()
            : "kpi_window",
        List.of(
            new Tag("system", key.system()),
            new Tag("component", key.component()),
            new Tag("agent", key.isFleet() ? "*" : key.agentId()),
            new Tag("metric", key.metric()),
            new Tag("labels", key.labels())),
        List.of(
            Field.of("count", total.count()),
            Field.of("sum", total.sum()),
            Field.of("mean", total.mean()),
            Field.of("min", total.min()),
            Field.of("max", total.max()),
            Field.of("stddev", total.stddev()),
            Field.of("p50", total.quantile(0.5)),
            Field.of("p95", total.quantile(0.95)),
            Field.of("p99", total.quantile(0.99)),
            Field.of("p999", total.quantile(0.999))),
        window.endMillis());
  }

  private static Rollup.Tier tier(long millis) {
    for (Rollup.Tier tier : Rollup.Tier.values()) {
      if (tier.millis() == millis) {
        return tier;
      }
    }
    throw new IllegalArgumentException(
        "length of a rollup must be that of a tier, was " + millis + " ms");
  }
}
