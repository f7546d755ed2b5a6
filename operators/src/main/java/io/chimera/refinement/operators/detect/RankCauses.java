package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.IncidentCauses;
import io.chimera.refinement.state.detect.IncidentPart;
import io.chimera.refinement.state.event.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says of an incident of several series which of them is the likeliest cause: when it begins, and
 * again when it is over. Keyed by system.
 *
 * <p>State: one {@link IncidentCauses} per system: the incident is cleared when it is over, what is
 * known to move together stays; what event time has not reached yet, since what an incident is
 * depends on the order of detection, one {@link IncidentPart} per moment and group however many
 * agents move at once, each until that moment. Time: event-time timers at the moments of findings,
 * and at those at which an incident is to be published and is over.
 */
public final class RankCauses extends KeyedProcessFunction<String, Finding, Finding> {
  private static final long serialVersionUID = 1;

  private transient ValueState<IncidentCauses> causes;
  private transient MapState<String, IncidentPart> waiting;

  @Override
  public void open(OpenContext context) {
    causes =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("incident-causes", EventTypes.INCIDENT_CAUSES));
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("waiting-parts", Types.STRING, EventTypes.INCIDENT_PART));
  }

  @Override
  public void processElement(Finding finding, Context context, Collector<Finding> out)
      throws Exception {
    if (!IncidentCauses.concerns(finding)) {
      return;
    }
    IncidentPart part = IncidentPart.of(finding);
    IncidentPart known = waiting.get(part.key());
    IncidentPart both = known == null ? part : known.or(part);
    if (!both.equals(known)) {
      waiting.put(part.key(), both);
    }
    context.timerService().registerEventTimeTimer(finding.detectedAt());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    IncidentCauses known = Stored.or(causes, () -> IncidentCauses.EMPTY);
    for (IncidentPart part : takeAt(timestamp)) {
      if (known.isOverBefore(part)) {
        known = advance(known, known.closeAt(), context.getCurrentKey(), out);
      }
      known = known.after(part);
    }
    IncidentCauses next = advance(known, timestamp, context.getCurrentKey(), out);
    causes.update(next);
    remind(next.isPublished() ? 0 : next.settleAt(), context);
    remind(next.closeAt(), context);
  }

  private List<IncidentPart> takeAt(long timestamp) throws Exception {
    List<IncidentPart> due = new ArrayList<>();
    for (IncidentPart part : waiting.values()) {
      if (part.detectedAt() == timestamp) {
        due.add(part);
      }
    }
    for (IncidentPart part : due) {
      waiting.remove(part.key());
    }
    due.sort(Comparator.comparing(IncidentPart::order));
    return due;
  }

  private static void remind(long at, OnTimerContext context) {
    if (at > context.timestamp()) {
      context.timerService().registerEventTimeTimer(at);
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
