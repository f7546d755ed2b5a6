package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.SloPlan;
import io.chimera.refinement.state.slo.TermPanes;
import io.chimera.refinement.state.slo.TierPolicy;
import io.chimera.refinement.state.slo.TierReport;
import io.chimera.refinement.state.slo.TierWatch;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says how well a service is as a whole (REF-SYS-08): a finding at each transition, a point each
 * minute. Keyed by policy and system.
 *
 * <p>State: the status of each indicator. Time: the end of each pane.
 */
public final class WatchTiers
    extends KeyedBroadcastProcessFunction<String, IndicatorPane, ControlUpdate, Finding> {
  private static final long serialVersionUID = 1;
  private static final long MINUTE = 60_000;

  private final PlanInForce documents;
  private transient PendingPanes pending;
  private transient ValueState<TierWatch> watch;

  public WatchTiers(Map<String, ControlUpdate> initial) {
    this.documents = new PlanInForce(initial);
  }

  @Override
  public void open(OpenContext context) {
    pending = new PendingPanes(getRuntimeContext());
    watch =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("tier-watch", EventTypes.TIER_WATCH));
  }

  @Override
  public void processElement(IndicatorPane part, ReadOnlyContext context, Collector<Finding> out)
      throws Exception {
    pending.add(part, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    TermPanes came = pending.take(timestamp);
    String key = context.getCurrentKey();
    String name = key.substring(0, key.indexOf('@'));
    SloPlan plan = documents.plan(context.getBroadcastState(RoutePanes.CHANGES));
    for (TierPolicy policy : plan.tiers()) {
      if (came != null && policy.name().equals(name)) {
        TierWatch before = Stored.or(watch, () -> TierWatch.EMPTY);
        TierWatch after = before.after(policy, came.terms(), came.startMillis(), timestamp + 1);
        watch.update(after);
        boolean changed = after.status() != before.status();
        if (changed) {
          out.collect(TierReport.finding(policy, before, after, timestamp + 1));
        }
        if (changed || Math.floorMod(timestamp + 1, MINUTE) == 0) {
          context.output(
              SideOutputs.TIER_STATUS, TierReport.status(policy, after, timestamp + 1, changed));
        }
      }
    }
  }

  @Override
  public void processBroadcastElement(ControlUpdate update, Context context, Collector<Finding> out)
      throws Exception {
    documents.change(update, context.getBroadcastState(RoutePanes.CHANGES));
  }
}
