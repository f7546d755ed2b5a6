package io.chimera.refinement.operators.detect;

import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.functions.MapFunction;

/** The mean of each window: all that the anomaly detectors need of it. */
public final class SelectMeans implements MapFunction<WindowStats, SeriesValue> {
  private static final long serialVersionUID = 1;

  @Override
  public SeriesValue map(WindowStats window) {
    return new SeriesValue(
        window.series(), window.startMillis(), window.endMillis(), window.value(Statistic.MEAN));
  }
}
