package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.window.Pane;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Turns what operators measured of themselves into points {@code pipeline}, one per metric. */
public final class SelfPoints implements FlatMapFunction<SelfMeasurement, MetricPoint> {
  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(SelfMeasurement measurement, Collector<MetricPoint> out) {
    for (Map.Entry<String, Double> gauge : measurement.gauges().entrySet()) {
      out.collect(point(measurement, gauge.getKey(), List.of(Field.of("value", gauge.getValue()))));
    }
    for (Map.Entry<String, Histogram> entry : measurement.histograms().entrySet()) {
      Pane pane = new Pane();
      pane.add(entry.getValue());
      out.collect(
          point(
              measurement,
              entry.getKey(),
              List.of(
                  Field.of("value", pane.mean()),
                  Field.of("count", pane.count()),
                  Field.of("p50", pane.quantile(0.5)),
                  Field.of("p95", pane.quantile(0.95)),
                  Field.of("p99", pane.quantile(0.99)),
                  Field.of("p999", pane.quantile(0.999)),
                  Field.of("max", pane.max()))));
    }
  }

  private static MetricPoint point(SelfMeasurement measurement, String metric, List<Field> fields) {
    return new MetricPoint(
        "pipeline",
        List.of(
            new Tag("component", measurement.component()),
            new Tag("instance", measurement.instance()),
            new Tag("metric", metric)),
        fields,
        measurement.timeMillis());
  }
}
