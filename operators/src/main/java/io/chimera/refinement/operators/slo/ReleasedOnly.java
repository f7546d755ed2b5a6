package io.chimera.refinement.operators.slo;

import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.functions.FilterFunction;

/** Lets panes pass whose reports name a release. */
public final class ReleasedOnly implements FilterFunction<WindowStats> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean filter(WindowStats pane) {
    return !pane.releases().isEmpty();
  }
}
