package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.ObjectiveValue;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Keeps what an objective can be stated in: the windows of fleet series. */
public final class SelectObjectives implements FlatMapFunction<WindowStats, Signal> {
  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(WindowStats window, Collector<Signal> out) {
    SeriesKey key = window.key();
    if (key.isFleet()) {
      out.collect(Signal.of(key.system(), key.component(), ObjectiveValue.of(key, window)));
    }
  }
}
