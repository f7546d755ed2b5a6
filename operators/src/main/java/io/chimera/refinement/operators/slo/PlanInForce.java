package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.slo.SloPlan;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The documents in force as an operator sees them: those of the packs when the job was submitted,
 * as changed by the control topic since. Built anew only after a change.
 */
final class PlanInForce implements Serializable {
  private static final long serialVersionUID = 1;

  /** Changes by {@code kind/name}, from the control topic. */
  static final MapStateDescriptor<String, ControlUpdate> CHANGES =
      new MapStateDescriptor<>("slo-documents", Types.STRING, EventTypes.CONTROL);

  private final TreeMap<String, ControlUpdate> initial;
  private transient SloPlan plan;

  PlanInForce(Map<String, ControlUpdate> initial) {
    this.initial = new TreeMap<>(initial);
  }

  /** The plan; asked with the operator's state of {@link #CHANGES}. */
  SloPlan plan(ReadOnlyBroadcastState<String, ControlUpdate> changes) throws Exception {
    if (plan == null) {
      plan = SloPlan.of(initial, changes.immutableEntries());
    }
    return plan;
  }

  /** Takes a change in; true when it concerns objectives and rules at all. */
  boolean change(ControlUpdate update, BroadcastState<String, ControlUpdate> changes)
      throws Exception {
    boolean concerns =
        update.catalogue() == null
            && !update.kind().equals(ControlUpdate.ACKNOWLEDGEMENT)
            && !update.kind().equals(ControlUpdate.MODEL)
            && !update.concernsDetection();
    if (concerns) {
      changes.put(update.key(), update);
      plan = null;
    }
    return concerns;
  }
}
