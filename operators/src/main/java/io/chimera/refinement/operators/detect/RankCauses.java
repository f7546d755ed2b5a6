package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.IncidentCauses;
import io.chimera.refinement.state.event.Finding;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says of an incident of several series which of them is the likeliest cause: when it begins, and
 * again when it is over. Keyed by system.
 *
 * <p>State: one {@link IncidentCauses} per system: the incident is cleared when it is over, what is
 * known to move together stays. Time: event-time timers at the moments at which an incident is to
 * be published and at which it is over.
 */
public final class RankCauses extends KeyedProcessFunction<String, Finding, Finding> {
  private static final long serialVersionUID = 1;

  private transient ValueState<IncidentCauses> causes;

  @Override
  public void open(OpenContext context) {
    causes =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("incident-causes", EventTypes.INCIDENT_CAUSES));
  }

  @Override
  public void processElement(Finding finding, Context context, Collector<Finding> out)
      throws Exception {
    if (!IncidentCauses.concerns(finding)) {
      return;
    }
    IncidentCauses known = Stored.or(causes, () -> IncidentCauses.EMPTY);
    if (known.isOverBefore(finding)) {
      // It arrived before the timer: the order of arrival must not make one incident of two.
      known = advance(known, known.closeAt(), context.getCurrentKey(), out);
    }
    IncidentCauses next = known.after(finding);
    causes.update(next);
    remind(next.settleAt(), known.settleAt(), context);
    remind(next.closeAt(), known.closeAt(), context);
  }

  private static void remind(
      long at, long before, KeyedProcessFunction<String, Finding, Finding>.Context context) {
    if (at != before && at != 0) {
      context.timerService().registerEventTimeTimer(at);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    IncidentCauses known = causes.value();
    if (known != null) {
      causes.update(advance(known, timestamp, context.getCurrentKey(), out));
    }
  }

  private static IncidentCauses advance(
      IncidentCauses known, long nowMillis, String system, Collector<Finding> out) {
    IncidentCauses next = known;
    if (next.isSettled(nowMillis)) {
      out.collect(next.opened(system));
      next = next.published();
    }
    if (next.closeAt() != 0 && nowMillis >= next.closeAt()) {
      next.close(system).ifPresent(out::collect);
      next = next.over();
    }
    return next;
  }
}
