package io.chimera.refinement.operators.window;

import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.functions.FilterFunction;

/** Lets the windows of fleet series pass: alert rules watch components, not single agents. */
public final class FleetOnly implements FilterFunction<WindowStats> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean filter(WindowStats window) {
    return window.key().isFleet();
  }
}
