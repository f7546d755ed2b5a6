package io.chimera.refinement.operators.detect;

import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.functions.FilterFunction;

/** Summaries of a minute, not the longer ones. */
public final class MinutesOnly implements FilterFunction<WindowStats> {
  private static final long serialVersionUID = 1;

  private static final long MINUTE_MILLIS = 60_000;

  @Override
  public boolean filter(WindowStats summary) {
    return summary.endMillis() - summary.startMillis() == MINUTE_MILLIS;
  }
}
