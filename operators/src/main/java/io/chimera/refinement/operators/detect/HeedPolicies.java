package io.chimera.refinement.operators.detect;

import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.SeriesPolicy;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.WindowStats;
import java.util.Map;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Passes on the minutes that trends and correlations are looked for in: not those of maintenance,
 * nor of series that are switched off.
 *
 * <p>State: none but the documents.
 */
public final class HeedPolicies
    extends BroadcastProcessFunction<WindowStats, ControlUpdate, WindowStats> {
  private static final long serialVersionUID = 1;

  /** Changes of documents about detection; all operators of this package take the same. */
  public static final MapStateDescriptor<String, ControlUpdate> CHANGES = DetectionInForce.CHANGES;

  private final DetectionInForce documents;

  public HeedPolicies(Map<String, ControlUpdate> initial, AnomalyWatch.Params params) {
    this.documents = new DetectionInForce(initial, params);
  }

  @Override
  public void processElement(
      WindowStats minute, ReadOnlyContext context, Collector<WindowStats> out) throws Exception {
    SeriesPolicy policy = documents.policy(minute.series(), context.getBroadcastState(CHANGES));
    if (!policy.off() && !policy.isMaintained(minute.startMillis(), minute.endMillis())) {
      out.collect(minute);
    }
  }

  @Override
  public void processBroadcastElement(
      ControlUpdate update, Context context, Collector<WindowStats> out) throws Exception {
    documents.change(update, context.getBroadcastState(CHANGES));
  }
}
