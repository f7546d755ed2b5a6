package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Where the objectives of components stand, as the optimiser hears it. */
public final class SloSignals implements FlatMapFunction<ObjectiveStatus, Signal> {
  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(ObjectiveStatus status, Collector<Signal> out) {
    int slash = status.subject().indexOf('/');
    if (slash > 0) { // what is said of a whole system is no limit of one component
      out.collect(
          Signal.of(
              status.subject().substring(0, slash), status.subject().substring(slash + 1), status));
    }
  }
}
