package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Signal;
import org.apache.flink.api.common.functions.MapFunction;

/** Findings, as the optimiser hears them. */
public final class FindingSignals implements MapFunction<Finding, Signal> {
  private static final long serialVersionUID = 1;

  @Override
  public Signal map(Finding finding) {
    return Signal.of(finding);
  }
}
