package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.InboundControl;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets valid control documents pass; the others are dead letters, and what was in force stays so.
 */
public final class AdmitControl extends ProcessFunction<InboundControl, ControlUpdate> {
  private static final long serialVersionUID = 1;

  @Override
  public void processElement(
      InboundControl inbound, Context context, Collector<ControlUpdate> out) {
    if (inbound.isUpdate()) {
      out.collect(inbound.update());
    } else {
      context.output(SideOutputs.DEAD_LETTERS, inbound.rejected());
    }
  }
}
