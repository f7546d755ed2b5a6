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
    if (known == null || context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return;
    }
    SeriesKey agent = SeriesKey.parse(context.getCurrentKey());
    if (known.isAbsent() ? isDeclared(agent, context) : isExcused(agent, timestamp, context)) {
      known
          .declared(agent.system(), agent.component(), agent.agentId(), timestamp, params)
          .ifPresent(out::collect);
    } else {
      known
          .silent(agent.system(), agent.component(), agent.agentId(), timestamp, params)
          .ifPresent(out::collect);
    }
    watch.update(known);
    if (known.isSilentSince(timestamp, params)) {
      // Looked at again: the maintenance may be over, a declaration made or withdrawn.
      context.timerService().registerEventTimeTimer(timestamp + params.timeoutMillis());
    }
  }

  private boolean isDeclared(SeriesKey agent, OnTimerContext context) throws Exception {
    return documents
        .plan(context.getBroadcastState(DetectionInForce.CHANGES))
        .isDeclared(agent.system(), agent.component(), agent.agentId());
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
    documents.change(update, context.getBroadcastState(DetectionInForce.CHANGES));
    if (!isDeclarationOfAnAgent(update)) {
      return;
    }
    DetectionPlan plan = documents.plan(context.getBroadcastState(DetectionInForce.CHANGES));
    long now = context.currentWatermark();
    context.applyToKeyedState(
        WATCH,
        (key, state) -> {
          SeriesKey agent = SeriesKey.parse(key);
          AbsenceWatch known = state.value();
          if (known != null
              && known.isAbsent()
              && plan.isDeclared(agent.system(), agent.component(), agent.agentId())) {
            known
                .declared(agent.system(), agent.component(), agent.agentId(), now, params)
                .ifPresent(out::collect);
            state.update(known);
          }
        });
  }

  private static boolean isDeclarationOfAnAgent(ControlUpdate update) {
    return update.detection() != null
        && update.detection().expected() != null
        && !update.detection().expected().agentId().isEmpty();
  }
}
