package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.Signal;
import org.apache.flink.api.common.functions.MapFunction;

/** Outcomes, as the optimiser hears them. */
public final class OutcomeSignals implements MapFunction<RoutedOutcome, Signal> {
  private static final long serialVersionUID = 1;

  @Override
  public Signal map(RoutedOutcome outcome) {
    return Signal.of(outcome);
  }
}
