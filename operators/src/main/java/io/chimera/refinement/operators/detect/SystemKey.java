package io.chimera.refinement.operators.detect;

import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.java.functions.KeySelector;

/** The system that a summary belongs to. */
public final class SystemKey implements KeySelector<WindowStats, String> {
  private static final long serialVersionUID = 1;

  @Override
  public String getKey(WindowStats summary) {
    return summary.key().system();
  }
}
