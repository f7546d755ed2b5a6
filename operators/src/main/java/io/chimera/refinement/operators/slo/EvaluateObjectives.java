package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.slo.AlertReading;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.AlertWatch;
import io.chimera.refinement.state.slo.BurnPolicy;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import io.chimera.refinement.state.slo.ObjectiveWatch;
import io.chimera.refinement.state.slo.PaneLadder;
import io.chimera.refinement.state.slo.RolePanes;
import io.chimera.refinement.state.slo.Routes;
import io.chimera.refinement.state.slo.SloPlan;
import io.chimera.refinement.state.slo.TermPanes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says at the end of each pane where every objective stands, keeps its error budget, and alerts
 * when that burns too fast. Keyed by indicator and subject: the objectives of one indicator share
 * its values.
 *
 * <p>State: the recent values of the indicator; per objective the history of its budget; per burn
 * policy an alert watch. Time: an event-time timer per pane; it goes on without values as long as a
 * window still holds some, so that missing data is noticed. Nobody clears budgets: there are as
 * many as objectives and subjects.
 */
public final class EvaluateObjectives
    extends KeyedBroadcastProcessFunction<String, IndicatorPane, ControlUpdate, ObjectiveStatus> {
  private static final long serialVersionUID = 1;
  private static final long MINUTE = 60_000;

  private final PlanInForce documents;
  private final long paneMillis;

  private transient PendingPanes pending;
  private transient ValueState<PaneLadder> ladder;
  private transient MapState<String, ObjectiveWatch> watches;
  private transient MapState<String, AlertWatch> burns;
  private transient SloPlan plan;
  private transient Map<String, List<Objective>> objectives;

  public EvaluateObjectives(Map<String, ControlUpdate> initial, long paneMillis) {
    this.documents = new PlanInForce(initial);
    this.paneMillis = paneMillis;
  }

  @Override
  public void open(OpenContext context) {
    pending = new PendingPanes(getRuntimeContext());
    ladder =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("indicator-values", EventTypes.PANE_LADDER));
    watches =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "objective-watches", Types.STRING, EventTypes.OBJECTIVE_WATCH));
    burns =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("burn-watches", Types.STRING, EventTypes.ALERT_WATCH));
  }

  @Override
  public void processElement(
      IndicatorPane part, ReadOnlyContext context, Collector<ObjectiveStatus> out)
      throws Exception {
    pending.add(part, context.timerService());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ObjectiveStatus> out)
      throws Exception {
    boolean drained = context.timerService().currentWatermark() == Long.MAX_VALUE;
    TermPanes came = pending.take(timestamp);
    if (came == null && drained) {
      return; // a drained job has come to its end; nothing is missing
    }
    load(context);
    String stateKey = context.getCurrentKey();
    int at = stateKey.lastIndexOf('@');
    String subject = stateKey.substring(at + 1);
    List<Objective> mine = objectives.getOrDefault(stateKey.substring(0, at), List.of());
    if (mine.isEmpty()) {
      ladder.clear();
      return;
    }
    long end = timestamp + 1;
    long start = came == null ? end - paneMillis : came.startMillis();
    long longest =
        Math.max(MINUTE, mine.stream().mapToLong(o -> o.window().millis()).max().orElse(0));
    PaneLadder recent = Stored.or(ladder, PaneLadder::new);
    RolePanes fresh = came == null ? null : came.terms().values().iterator().next();
    if (fresh != null) {
      recent.add(start, fresh, longest);
    }
    recent.dropOld(end, longest);
    for (Objective objective : mine) {
      evaluate(objective, subject, start, end, fresh, recent, context, out);
    }
    ladder.update(recent);
    if (!drained && !recent.isEmpty()) {
      context.timerService().registerEventTimeTimer(timestamp + paneMillis);
    }
  }

  private void evaluate(
      Objective objective,
      String subject,
      long start,
      long end,
      RolePanes fresh,
      PaneLadder recent,
      OnTimerContext context,
      Collector<ObjectiveStatus> out)
      throws Exception {
    ObjectiveWatch watch = watches.get(objective.name());
    watch = watch == null ? new ObjectiveWatch() : watch;
    String about =
        objective.by() == Objective.Grouping.ALL
            ? objective.pack() + '/' + objective.component()
            : subject;
    ObjectiveStatus status =
        watch.observe(
            objective,
            about,
            start,
            end,
            fresh,
            recent,
            plan.conditions(objective.pack()).containsKey("load"),
            plan.exclusions());
    watches.put(objective.name(), watch);
    if (status.changed() || Math.floorMod(end, MINUTE) == 0) {
      out.collect(status);
    }
    for (String name : objective.policies()) {
      burn(objective, name, about, watch, start, end, context);
    }
  }

  private void burn(
      Objective objective,
      String name,
      String subject,
      ObjectiveWatch watch,
      long start,
      long end,
      OnTimerContext context)
      throws Exception {
    for (BurnPolicy policy : plan.burnPolicies()) {
      if (policy.name().equals(name)) {
        BurnPolicy.Condition condition = policy.conditions().get(0);
        AlertRule rule = policy.rule(objective, condition);
        AlertWatch alert = burns.get(rule.name());
        alert = alert == null ? new AlertWatch() : alert;
        Optional<AlertReading> reading =
            BurnPolicy.read(condition, objective.budget(), watch.history(), end);
        if (reading.isEmpty()) {
          continue;
        }
        alert
            .observe(
                rule,
                subject,
                start,
                end,
                reading.get(),
                plan.escalateAfterMillis(subject, rule),
                plan.silences(rule.name(), subject, end))
            .ifPresent(each -> context.output(SideOutputs.BURN_ALERTS, each));
        alert.onTime(rule, end).forEach(each -> context.output(SideOutputs.BURN_ALERTS, each));
        burns.put(rule.name(), alert);
      }
    }
  }

  private void load(OnTimerContext context) throws Exception {
    SloPlan now = documents.plan(context.getBroadcastState(RoutePanes.CHANGES));
    if (now != plan) {
      plan = now;
      objectives = new HashMap<>();
      for (Objective objective : plan.objectives()) {
        objectives
            .computeIfAbsent(Routes.objectiveKey(objective), key -> new java.util.ArrayList<>())
            .add(objective);
      }
    }
  }

  @Override
  public void processBroadcastElement(
      ControlUpdate update, Context context, Collector<ObjectiveStatus> out) throws Exception {
    documents.change(update, context.getBroadcastState(RoutePanes.CHANGES));
  }
}
