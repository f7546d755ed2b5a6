package io.chimera.refinement.benchmarks;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import java.util.ArrayList;
import java.util.List;

/** Points of one field in 1,000 series, no two of them the same. */
final class BenchPoints {
  private static final int SERIES = 1_000;

  private final List<List<Tag>> tags = new ArrayList<>(SERIES);
  private final String measurement;

  /** Points of a measurement of their own. */
  BenchPoints(String measurement) {
    this.measurement = measurement;
    for (int i = 0; i < SERIES; i++) {
      tags.add(
          List.of(
              new Tag("system", "bench"),
              new Tag("component", "c-" + i % 10),
              new Tag("agent", "agent-%04d".formatted(i / 10)),
              new Tag("metric", "response_time_ms")));
    }
  }

  /** Points number {@code from} to {@code from + count}. */
  List<MetricPoint> batch(long from, int count, long startMillis) {
    List<MetricPoint> points = new ArrayList<>(count);
    for (long i = from; i < from + count; i++) {
      points.add(
          new MetricPoint(
              measurement,
              tags.get((int) (i % SERIES)),
              List.of(Field.of("value", (i * 7_919 % 100_000) / 100.0)),
              startMillis + i / SERIES));
    }
    return points;
  }
}
