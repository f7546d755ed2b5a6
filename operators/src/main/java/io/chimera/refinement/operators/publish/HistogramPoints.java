package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Rollup;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns closed minutes of fleets into points {@code kpi_histogram}: how many values were at or
 * below each bound, for metrics in milliseconds (REF-MON-02, MPL-MON-01).
 *
 * <p>Counted from the sketch, so a value within the sketch's relative error of a bound may count on
 * its other side.
 */
public final class HistogramPoints implements FlatMapFunction<WindowStats, MetricPoint> {
  private static final long serialVersionUID = 1;

  public static final String MEASUREMENT = "kpi_histogram";

  /** Steps of 100 ms up to a second, and the bounds that systems name beyond and below. */
  private static final int[] BOUNDS = {
    10, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, 2_000, 5_000
  };

  private static final String UNIT = "_ms";

  /** MPLP's latency has no unit in its name. */
  private static final String UNITLESS = "api_response_time";

  private static final String ALL = "le_inf";

  /** The names of the fields, by ascending bound. */
  public static List<String> fields() {
    List<String> names = new ArrayList<>();
    for (int bound : BOUNDS) {
      names.add("le_" + bound);
    }
    names.add(ALL);
    return names;
  }

  @Override
  public void flatMap(WindowStats window, Collector<MetricPoint> out) {
    SeriesKey key = window.key();
    boolean minute = window.endMillis() - window.startMillis() == Rollup.Tier.MINUTE.millis();
    boolean milliseconds = key.metric().endsWith(UNIT) || key.metric().equals(UNITLESS);
    if (minute && milliseconds && key.isFleet()) {
      out.collect(
          new MetricPoint(
              MEASUREMENT,
              List.of(
                  new Tag("system", key.system()),
                  new Tag("component", key.component()),
                  new Tag("metric", key.metric()),
                  new Tag("labels", key.labels())),
              counts(window),
              window.endMillis()));
    }
  }

  private static List<Field> counts(WindowStats window) {
    long[] counts = new long[BOUNDS.length];
    window
        .total()
        .sketch()
        .forEachBin(
            (value, count) -> {
              for (int i = BOUNDS.length - 1; i >= 0 && value <= BOUNDS[i]; i--) {
                counts[i] += count;
              }
            });
    List<Field> fields = new ArrayList<>(BOUNDS.length + 1);
    for (int i = 0; i < BOUNDS.length; i++) {
      fields.add(Field.of("le_" + BOUNDS[i], counts[i]));
    }
    fields.add(Field.of(ALL, window.total().count()));
    return fields;
  }
}
