package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.slo.IncidentGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives the alerts of one incident one group, and calls a person once for it: further alerts of the
 * group that would page notify instead. Keyed by system.
 *
 * <p>State: the incident; the group of each alert that is out; alerts that wait for the watermark,
 * so that their order does not depend on which instance was faster. An alert waits no longer than
 * for the watermark that made it.
 */
public final class GroupAlerts extends KeyedProcessFunction<String, Alert, Alert> {
  private static final long serialVersionUID = 1;
  private static final Comparator<Alert> ORDER =
      Comparator.comparingLong(Alert::changedAt)
          .thenComparing(Alert::state)
          .thenComparing(Alert::severity, Comparator.reverseOrder())
          .thenComparing(Alert::alertId);

  /** An absence is dated ahead of event time, which stands still: it must not wait for it. */
  private static final long MOST_AHEAD_MILLIS = 30_000;

  private transient ListState<Alert> waiting;
  private transient ValueState<IncidentGroup> incident;
  private transient MapState<String, String> groups;

  @Override
  public void open(OpenContext context) {
    waiting =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("waiting-alerts", EventTypes.ALERT));
    incident =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("incident", EventTypes.INCIDENT_GROUP));
    groups =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("alert-groups", Types.STRING, Types.STRING));
  }

  /** The system that an alert is about. */
  public static String system(Alert alert) {
    int slash = alert.subject().indexOf('/');
    return slash < 0 ? alert.subject() : alert.subject().substring(0, slash);
  }

  @Override
  public void processElement(Alert alert, Context context, Collector<Alert> out) throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (alert.changedAt() - 1 <= watermark) {
      out.collect(grouped(alert)); // told by a clock or a person: there is nothing to wait for
      return;
    }
    if (alert.changedAt() - 1 > watermark + MOST_AHEAD_MILLIS) {
      out.collect(grouped(alert));
      return;
    }
    waiting.add(alert);
    context.timerService().registerEventTimeTimer(alert.changedAt() - 1);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out)
      throws Exception {
    List<Alert> due = new ArrayList<>();
    List<Alert> later = new ArrayList<>();
    for (Alert alert : waiting.get()) {
      (alert.changedAt() - 1 <= timestamp ? due : later).add(alert);
    }
    waiting.update(later);
    due.sort(ORDER);
    for (Alert alert : due) {
      out.collect(grouped(alert));
    }
  }

  private Alert grouped(Alert alert) throws Exception {
    IncidentGroup known = Stored.or(incident, () -> IncidentGroup.NONE);
    boolean repeats = known.repeats(alert);
    IncidentGroup next = known.after(system(alert), alert);
    incident.update(next);
    String group = groups.get(alert.alertId());
    group = group == null ? next.group() : group;
    if (alert.state() == Alert.State.RESOLVED) {
      groups.remove(alert.alertId());
    } else {
      groups.put(alert.alertId(), group);
    }
    return alert.inGroup(group, repeats ? "notify" : alert.action());
  }
}
