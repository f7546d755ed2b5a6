package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.ScalingAdvice;
import io.chimera.refinement.state.slo.ScalingPolicy;
import io.chimera.refinement.state.slo.ScalingWatch;
import io.chimera.refinement.state.slo.SloPlan;
import io.chimera.refinement.state.slo.TermPanes;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Advises how many instances a component should have. Keyed by policy and component.
 *
 * <p>State: what the policy's behaviour needs of the last hour. Time: the end of each pane. A
 * frozen system or component gets no advice.
 */
public final class AdviseScaling
    extends KeyedBroadcastProcessFunction<String, IndicatorPane, ControlUpdate, Recommendation> {
  private static final long serialVersionUID = 1;

  private final PlanInForce documents;
  private transient PendingPanes pending;
  private transient ValueState<ScalingWatch> watch;

  public AdviseScaling(Map<String, ControlUpdate> initial) {
    this.documents = new PlanInForce(initial);
  }

  @Override
  public void open(OpenContext context) {
    pending = new PendingPanes(getRuntimeContext());
    watch =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("scaling-watch", EventTypes.SCALING_WATCH));
  }

  @Override
  public void processElement(
      IndicatorPane part, ReadOnlyContext context, Collector<Recommendation> out) throws Exception {
    pending.add(part, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Recommendation> out)
      throws Exception {
    TermPanes came = pending.take(timestamp);
    if (came == null || context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return; // a drained job gives no more advice
    }
    String key = context.getCurrentKey();
    int at = key.indexOf('@');
    String subject = key.substring(at + 1);
    SloPlan plan = documents.plan(context.getBroadcastState(RoutePanes.CHANGES));
    for (ScalingPolicy policy : plan.scaling()) {
      if (policy.name().equals(key.substring(0, at))) {
        ScalingWatch known = Stored.or(watch, ScalingWatch::new);
        ScalingWatch.Result result =
            known.observe(policy, came.terms(), came.startMillis(), timestamp + 1);
        watch.update(known);
        result
            .reaction()
            .ifPresent(
                reaction ->
                    context.output(
                        SideOutputs.REACTIONS,
                        ScalingAdvice.reaction(policy, subject, timestamp + 1, reaction)));
        if (result.advice().isPresent() && !plan.isFrozen(subject)) {
          out.collect(ScalingAdvice.of(policy, subject, timestamp + 1, result.advice().get()));
        }
      }
    }
  }

  @Override
  public void processBroadcastElement(
      ControlUpdate update, Context context, Collector<Recommendation> out) throws Exception {
    documents.change(update, context.getBroadcastState(RoutePanes.CHANGES));
  }
}
