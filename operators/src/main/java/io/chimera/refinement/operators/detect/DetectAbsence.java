package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AbsenceWatch;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.DetectionPlan;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Emits a finding when an agent that used to report falls silent while others go on, and again when
 * it is back; not in times of maintenance. An agent that is declared by itself is left to {@link
 * ExpectReporters}, so that one silence gives one finding; what is open when the declaration comes
 * is closed. Keyed by agent, documents come by broadcast.
 *
 * <p>State: one {@link AbsenceWatch} per agent; the changes of documents. Time: one event-time
 * timer at the moment at which silence counts, so a whole fleet that stops at once is not seen
 * here: event time stops with it.
 */
public final class DetectAbsence
    extends KeyedBroadcastProcessFunction<String, AgentSeen, ControlUpdate, Finding> {
  private static final long serialVersionUID = 1;

  private final AbsenceWatch.Params params;
  private final DetectionInForce documents;

  private static final ValueStateDescriptor<AbsenceWatch> WATCH =
      new ValueStateDescriptor<>("absence-watch", EventTypes.ABSENCE_WATCH);

  private transient ValueState<AbsenceWatch> watch;

  public DetectAbsence(AbsenceWatch.Params params, Map<String, ControlUpdate> initial) {
    this.params = params;
    this.documents = new DetectionInForce(initial, AnomalyWatch.Params.defaults());
  }

  @Override
  public void open(OpenContext context) {
    watch = getRuntimeContext().getState(WATCH);
  }

  @Override
  public void processElement(AgentSeen seen, ReadOnlyContext context, Collector<Finding> out)
      throws Exception {
    AbsenceWatch known = Stored.or(watch, AbsenceWatch::new);
    long before = known.deadline(params);
    known
        .seen(seen.system(), seen.component(), seen.agentId(), seen.paneEndMillis(), params)
        .ifPresent(out::collect);
    watch.update(known);
    long deadline = known.deadline(params);
    if (deadline != before) {
      context.timerService().deleteEventTimeTimer(before);
      context.timerService().registerEventTimeTimer(deadline);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    AbsenceWatch known = watch.value();
    // The last watermark of a drained job fires every timer: the stream has ended, nobody has
    // fallen silent.
    if (known != null && context.timerService().currentWatermark() != Long.MAX_VALUE) {
      SeriesKey agent = SeriesKey.parse(context.getCurrentKey());
      if (known.isDue(timestamp, params) && isExcused(agent, timestamp, context)) {
        // Looked at again: it may still be silent when the maintenance is over, or the declaration
        // withdrawn.
        context.timerService().registerEventTimeTimer(timestamp + params.timeoutMillis());
        return;
      }
      known
          .silent(agent.system(), agent.component(), agent.agentId(), timestamp, params)
          .ifPresent(out::collect);
      watch.update(known);
    }
  }

  private boolean isExcused(SeriesKey agent, long timestamp, OnTimerContext context)
      throws Exception {
    DetectionPlan plan = documents.plan(context.getBroadcastState(DetectionInForce.CHANGES));
    return plan.isDeclared(agent.system(), agent.component(), agent.agentId())
        || plan.isMaintained(agent.system(), agent.component(), agent.agentId(), timestamp)
        || plan.isOff(agent.system(), agent.component(), agent.agentId());
  }

  @Override
  public void processBroadcastElement(ControlUpdate update, Context context, Collector<Finding> out)
      throws Exception {
    DetectionPlan before = documents.plan(context.getBroadcastState(DetectionInForce.CHANGES));
    documents.change(update, context.getBroadcastState(DetectionInForce.CHANGES));
    if (!update.kind().equals(ControlUpdate.EXPECTED_REPORTER)) {
      return;
    }
    DetectionPlan plan = documents.plan(context.getBroadcastState(DetectionInForce.CHANGES));
    long now = context.currentWatermark();
    context.applyToKeyedState(
        WATCH,
        (key, state) -> {
          SeriesKey agent = SeriesKey.parse(key);
          boolean declared = plan.isDeclared(agent.system(), agent.component(), agent.agentId());
          if (declared == before.isDeclared(agent.system(), agent.component(), agent.agentId())) {
            return;
          }
          AbsenceWatch known = state.value();
          if (known != null) {
            (declared
                    ? known.declared(
                        agent.system(), agent.component(), agent.agentId(), now, params)
                    : known.silent(agent.system(), agent.component(), agent.agentId(), now, params))
                .ifPresent(out::collect);
            state.update(known);
          }
        });
  }
}
