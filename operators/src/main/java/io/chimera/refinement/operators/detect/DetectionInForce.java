package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.DetectionPlan;
import io.chimera.refinement.state.detect.SeriesPolicy;
import io.chimera.refinement.state.event.ControlUpdate;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The documents about detection as an operator sees them: those of the packs when the job was
 * submitted, as changed by the control topic since. What they say of a series is found once, and
 * remembered until a document changes.
 */
final class DetectionInForce implements Serializable {
  private static final long serialVersionUID = 1;

  /** Changes by {@code kind/name}, from the control topic. */
  static final MapStateDescriptor<String, ControlUpdate> CHANGES =
      new MapStateDescriptor<>("detection-documents", Types.STRING, EventTypes.CONTROL);

  /** Series whose policy is remembered at most; beyond it all are forgotten and found anew. */
  private static final int MOST_REMEMBERED = 50_000;

  private final TreeMap<String, ControlUpdate> initial = new TreeMap<>();
  private final AnomalyWatch.Params params;

  private transient DetectionPlan plan;
  private transient SeriesPolicy usual;
  private transient Map<String, SeriesPolicy> policies;

  /**
   * @param documents all documents of the packs by {@code kind/name}
   * @param params how a series is judged that no document is about
   */
  DetectionInForce(Map<String, ControlUpdate> documents, AnomalyWatch.Params params) {
    this.params = params;
    documents.forEach(
        (key, document) -> {
          if (document.concernsDetection()) {
            initial.put(key, document);
          }
        });
  }

  /** The plan; asked with the operator's state of {@link #CHANGES}. */
  DetectionPlan plan(ReadOnlyBroadcastState<String, ControlUpdate> changes) throws Exception {
    if (plan == null) {
      plan = DetectionPlan.of(initial, changes.immutableEntries());
      usual = SeriesPolicy.usual(params);
      policies = new HashMap<>();
    }
    return plan;
  }

  /** How a series is judged now. */
  SeriesPolicy policy(String series, ReadOnlyBroadcastState<String, ControlUpdate> changes)
      throws Exception {
    DetectionPlan now = plan(changes);
    if (now.leavesAllUsual()) {
      return usual;
    }
    SeriesPolicy known = policies.get(series);
    if (known == null) {
      if (policies.size() >= MOST_REMEMBERED) {
        policies.clear();
      }
      known = now.policy(series, params);
      policies.put(series, known);
    }
    return known;
  }

  /** Takes a change in; true when it concerns detection at all. */
  boolean change(ControlUpdate update, BroadcastState<String, ControlUpdate> changes)
      throws Exception {
    if (update.concernsDetection()) {
      changes.put(update.key(), update);
      plan = null;
    }
    return update.concernsDetection();
  }
}
