package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.ControlUpdate;
import org.apache.flink.api.common.functions.FilterFunction;

/** The documents that say which model decides, and what it has to fit. */
public final class SelectModelDocuments implements FilterFunction<ControlUpdate> {
  private static final long serialVersionUID = 1;

  @Override
  public boolean filter(ControlUpdate update) {
    return update.kind().equals(ControlUpdate.MODEL)
        || update.kind().equals(ControlUpdate.ACTION_CATALOGUE);
  }
}
