package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.AlertWatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Evaluates the alert rules on fleet windows. Keyed by series; rules come by broadcast.
 *
 * <p>State: one {@link AlertWatch} per rule that watches the series. Rules known when the job was
 * submitted hold until the control topic replaces or withdraws them. Time: the end of the window;
 * an event-time timer at a response deadline.
 */
public final class RaiseAlerts
    extends KeyedBroadcastProcessFunction<String, WindowStats, ControlUpdate, Alert> {
  private static final long serialVersionUID = 1;

  /** Changes of rules by name, from the control topic. */
  public static final MapStateDescriptor<String, ControlUpdate> RULES =
      new MapStateDescriptor<>("alert-rules", Types.STRING, EventTypes.CONTROL);

  private final TreeMap<String, AlertRule> initial = new TreeMap<>();

  private transient MapState<String, AlertWatch> watches;

  public RaiseAlerts(List<AlertRule> initial) {
    initial.forEach(rule -> this.initial.put(rule.name(), rule));
  }

  @Override
  public void open(OpenContext context) {
    watches =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("alert-watches", Types.STRING, EventTypes.ALERT_WATCH));
  }

  @Override
  public void processElement(WindowStats window, ReadOnlyContext context, Collector<Alert> out)
      throws Exception {
    SeriesKey key = window.key();
    for (AlertRule rule : rules(context.getBroadcastState(RULES)).values()) {
      if (rule.watches(key.system(), key.component(), key.metric())) {
        AlertWatch watch = watches.get(rule.name());
        watch = watch == null ? new AlertWatch() : watch;
        watch
            .observe(rule, subject(key), window.endMillis(), window.value(rule.statistic()))
            .ifPresent(out::collect);
        if (watch.deadline().isPresent()) {
          context.timerService().registerEventTimeTimer(watch.deadline().getAsLong());
        }
        watches.put(rule.name(), watch);
      }
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out)
      throws Exception {
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return; // a drained job has come to its end; no deadline has passed
    }
    for (AlertRule rule : rules(context.getBroadcastState(RULES)).values()) {
      AlertWatch watch = watches.get(rule.name());
      if (watch != null) {
        watch.overdue(rule, timestamp).ifPresent(out::collect);
        watches.put(rule.name(), watch);
      }
    }
  }

  @Override
  public void processBroadcastElement(ControlUpdate update, Context context, Collector<Alert> out)
      throws Exception {
    if (update.kind().equals(ControlUpdate.ALERT_RULE)) {
      context.getBroadcastState(RULES).put(update.name(), update);
    }
  }

  private Map<String, AlertRule> rules(ReadOnlyBroadcastState<String, ControlUpdate> changes)
      throws Exception {
    Map<String, AlertRule> rules = new TreeMap<>(initial);
    for (Map.Entry<String, ControlUpdate> change : changes.immutableEntries()) {
      if (change.getValue().deleted()) {
        rules.remove(change.getKey());
      } else {
        rules.put(change.getKey(), change.getValue().alertRule());
      }
    }
    return rules;
  }

  /** The labels tell series of one component apart. */
  private static String subject(SeriesKey key) {
    String subject = key.system() + '/' + key.component();
    return key.labels().isEmpty() ? subject : subject + '{' + key.labels() + '}';
  }
}
