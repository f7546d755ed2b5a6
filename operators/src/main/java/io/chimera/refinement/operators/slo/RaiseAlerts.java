package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.slo.AlertReading;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.AlertWatch;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.RuleTerm;
import io.chimera.refinement.state.slo.SloPlan;
import io.chimera.refinement.state.slo.TermPanes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Evaluates the alert rules at the end of each pane. Keyed by rule and subject; rules,
 * acknowledgements and silences come by broadcast.
 *
 * <p>State: the watch of the rule and of the rules that escalate it, {@link RuleReadings}, {@link
 * AbsenceClock}. Time: the end of the pane; event-time timers at response deadlines and
 * escalations. Nobody clears watches: there are as many as rules and subjects.
 */
public final class RaiseAlerts
    extends KeyedBroadcastProcessFunction<String, IndicatorPane, ControlUpdate, Alert> {
  private static final long serialVersionUID = 1;

  private static final MapStateDescriptor<String, AlertWatch> WATCHES =
      new MapStateDescriptor<>("rule-watches", Types.STRING, EventTypes.ALERT_WATCH);

  /** What nothing at all is said about. */
  private static final String EVERYTHING = "refinement/ingestion";

  private static final long LONGEST_FREEZE_MILLIS = 86_400_000;

  private final PlanInForce documents;

  private transient PendingPanes pending;
  private transient MapState<String, AlertWatch> watches;
  private transient RuleReadings readings;
  private transient AbsenceClock absence;
  private transient SloPlan plan;
  private transient Map<String, List<RuleTerm>> terms;

  public RaiseAlerts(Map<String, ControlUpdate> initial) {
    this.documents = new PlanInForce(initial);
  }

  @Override
  public void open(OpenContext context) {
    pending = new PendingPanes(getRuntimeContext());
    watches = getRuntimeContext().getMapState(WATCHES);
    readings = new RuleReadings(getRuntimeContext());
    absence = new AbsenceClock(getRuntimeContext());
  }

  @Override
  public void processElement(IndicatorPane part, ReadOnlyContext context, Collector<Alert> out)
      throws Exception {
    load(documents.plan(context.getBroadcastState(RoutePanes.CHANGES)));
    AlertRule rule = plan.rules().get(part.key());
    if (rule == null) {
      return;
    }
    if (!rule.absence()) {
      pending.add(part, context.timerService());
      return;
    }
    absence.hear(part.endMillis(), rule.holdMillis(), context.timerService());
    AlertWatch watch = watch(rule);
    watch.close(rule, part.endMillis(), "reports are coming in again").ifPresent(out::collect);
    watches.put(rule.name(), watch);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Alert> out)
      throws Exception {
    load(documents.plan(context.getBroadcastState(RoutePanes.CHANGES)));
    String key = context.getCurrentKey();
    int at = key.indexOf('@');
    AlertRule rule = plan.rules().get(key.substring(0, at));
    if (context.timeDomain() == org.apache.flink.streaming.api.TimeDomain.PROCESSING_TIME) {
      absent(rule, timestamp, context, out);
      return;
    }
    OptionalLong before = nextTime();
    TermPanes came = pending.take(timestamp);
    if (rule == null) {
      return; // withdrawn
    }
    String subject = key.substring(at + 1);
    if (came != null) {
      judge(rule, subject, timestamp + 1, came, out);
    }
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return; // a drained job has come to its end; no deadline has passed
    }
    overdue(subject, timestamp + 1, out);
    OptionalLong after = nextTime();
    if (before.isPresent() && !before.equals(after)) {
      context.timerService().deleteEventTimeTimer(before.getAsLong() - 1);
    }
    if (after.isPresent()) {
      context.timerService().registerEventTimeTimer(Math.max(timestamp + 1, after.getAsLong() - 1));
    }
  }

  /** When a deadline or escalation of this key comes next. */
  private OptionalLong nextTime() throws Exception {
    long next = Long.MAX_VALUE;
    for (AlertWatch watch : watches.values()) {
      next = Math.min(next, watch.nextTime().orElse(Long.MAX_VALUE));
    }
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private void judge(AlertRule rule, String subject, long end, TermPanes came, Collector<Alert> out)
      throws Exception {
    List<RuleTerm> mine = terms.get(rule.name());
    RuleReadings.View view = readings.at(rule, mine, came, end);
    AlertWatch watch = watch(rule);
    if (view.reading().isPresent()) {
      Optional<Alert> change =
          watch.observe(
              rule,
              subject,
              came.startMillis(),
              end,
              view.reading().get(),
              plan.escalateAfterMillis(subject, rule),
              plan.silences(rule.name(), subject, end));
      if (change.isPresent()) {
        out.collect(change.get());
        if (change.get().state() == Alert.State.RESOLVED) {
          closeEscalations(rule, subject, end, out);
        }
      }
      watches.put(rule.name(), watch);
    }
    boolean wrong = watch.isBroken() && end - watch.brokenSince() < LONGEST_FREEZE_MILLIS;
    if (!wrong) {
      readings.learn(mine, view);
    }
  }

  private void overdue(String subject, long now, Collector<Alert> out) throws Exception {
    List<String> names = new ArrayList<>();
    watches.keys().forEach(names::add);
    Collections.sort(names);
    for (String name : names) {
      AlertRule rule = plan.rules().get(name);
      AlertWatch watch = watches.get(name);
      List<Alert> changes = rule == null ? List.of() : watch.onTime(rule, now);
      if (!changes.isEmpty()) {
        changes.forEach(out::collect);
        watches.put(name, watch);
      }
      for (Alert change : changes) {
        if (change.state() == Alert.State.ESCALATED) {
          escalate(rule, change, subject, now, out);
        }
      }
    }
  }

  private void escalate(
      AlertRule rule, Alert escalated, String subject, long now, Collector<Alert> out)
      throws Exception {
    for (AlertRule escalation : plan.escalations(subject, rule)) {
      AlertWatch watch = watch(escalation);
      AlertReading reading =
          new AlertReading(
              true,
              true,
              (now - escalated.firedAt()) / 60_000.0,
              escalation.escalation().afterMillis() / 60_000.0,
              "min",
              "age of " + rule.name(),
              "at or above");
      out.collect(watch.fire(escalation, subject, now, reading, 0));
      watches.put(escalation.name(), watch);
    }
  }

  private void closeEscalations(AlertRule rule, String subject, long end, Collector<Alert> out)
      throws Exception {
    for (AlertRule escalation : plan.escalations(subject, rule)) {
      AlertWatch watch = watches.get(escalation.name());
      if (watch != null) {
        watch.close(escalation, end, rule.name() + " is resolved").ifPresent(out::collect);
        watches.put(escalation.name(), watch);
      }
    }
  }

  private void absent(AlertRule rule, long timestamp, OnTimerContext context, Collector<Alert> out)
      throws Exception {
    if (rule == null
        || !rule.absence()
        || !absence.isOver(timestamp, rule.holdMillis(), context.timerService())) {
      return;
    }
    AlertWatch watch = watch(rule);
    String about = context.getCurrentKey().substring(rule.name().length() + 1);
    String subject = about.equals(LabelPattern.ANY) ? EVERYTHING : about;
    if (!watch.isFiring()) {
      out.collect(
          watch.fire(
              rule,
              subject,
              absence.lastEndMillis() + rule.holdMillis(),
              new AlertReading(true, true, 0, 0, "", "number of reports", "at or below"),
              plan.escalateAfterMillis(subject, rule)));
      watches.put(rule.name(), watch);
    }
  }

  @Override
  public void processBroadcastElement(ControlUpdate update, Context context, Collector<Alert> out)
      throws Exception {
    long now = context.currentWatermark();
    load(documents.plan(context.getBroadcastState(RoutePanes.CHANGES)));
    if (update.kind().equals(ControlUpdate.ACKNOWLEDGEMENT)) {
      if (!update.deleted()) {
        context.applyToKeyedState(
            WATCHES, (key, state) -> acknowledge(update.name(), now, state, out));
      }
      return;
    }
    AlertRule replaced = plan.rules().get(update.name());
    boolean withdrawn = update.kind().equals(ControlUpdate.ALERT_RULE) && update.deleted();
    if (withdrawn && replaced != null) {
      context.applyToKeyedState(WATCHES, (key, state) -> withdraw(replaced, now, state, out));
    }
    documents.change(update, context.getBroadcastState(RoutePanes.CHANGES));
  }

  private void acknowledge(
      String alertId, long now, MapState<String, AlertWatch> state, Collector<Alert> out)
      throws Exception {
    for (Map.Entry<String, AlertWatch> entry : state.entries()) {
      AlertRule rule = plan.rules().get(entry.getKey());
      AlertWatch watch = entry.getValue();
      Optional<Alert> change =
          rule == null ? Optional.empty() : watch.acknowledge(rule, alertId, now);
      if (change.isPresent()) {
        out.collect(change.get());
        entry.setValue(watch);
      }
    }
  }

  /** A rule that is no more leaves nothing on fire. */
  private static void withdraw(
      AlertRule rule, long now, MapState<String, AlertWatch> state, Collector<Alert> out)
      throws Exception {
    AlertWatch watch = state.get(rule.name());
    if (watch != null) {
      watch.close(rule, now, "the rule is withdrawn").ifPresent(out::collect);
      state.remove(rule.name());
    }
  }

  private AlertWatch watch(AlertRule rule) throws Exception {
    AlertWatch watch = watches.get(rule.name());
    return watch == null ? new AlertWatch() : watch;
  }

  private void load(SloPlan now) {
    if (now != plan) {
      plan = now;
      terms = new HashMap<>();
      plan.rules().forEach((name, rule) -> terms.put(name, RuleTerm.of(rule, plan.objectives())));
    }
  }
}
