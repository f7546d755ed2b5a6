package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.Ticker;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.ObjectiveValue;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.Timing;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.ComponentOptimiser;
import io.chimera.refinement.state.optimise.Moment;
import io.chimera.refinement.state.optimise.OtherChanges;
import io.chimera.refinement.state.optimise.OutcomeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides which action to recommend for a component and learns from what came of it. Keyed by
 * system and component; catalogues, freezes and trained models come by broadcast.
 *
 * <p>State: one {@link ComponentOptimiser} per catalogue for its actions, one optimiser more for
 * its settings, the ids of open findings, and signals that event time has not reached. Time:
 * signals wait for the watermark and are taken in {@link Signal#ORDER}, so that a decision does not
 * depend on which input was faster; event-time timers settle measurements and deadlines.
 */
public final class Recommend
    extends KeyedBroadcastProcessFunction<String, Signal, ControlUpdate, Recommendation> {
  private static final long serialVersionUID = 1;

  /**
   * How far ahead of event time an outcome may say that it was observed; beyond it counts as this.
   */
  private static final long MAX_WAIT_MILLIS = 60_000;

  /** Changes of catalogues and freezes by {@code kind/name}, from the control topic. */
  public static final MapStateDescriptor<String, ControlUpdate> CONTROL =
      new MapStateDescriptor<>("optimiser-control", Types.STRING, EventTypes.CONTROL);

  private final TreeMap<String, ActionCatalogue> initial = new TreeMap<>();
  private final long seed;
  private final Ticker ticker;

  private transient ListState<Signal> early;
  private transient ActionAdvisors actions;
  private transient OpenFindings openFindings;
  private transient SettingsAdvisors settings;
  private transient LearnerSizes sizes;

  public Recommend(List<ActionCatalogue> initial, long seed, Ticker ticker) {
    initial.forEach(catalogue -> this.initial.put(catalogue.name(), catalogue));
    this.seed = seed;
    this.ticker = ticker;
  }

  @Override
  public void open(OpenContext context) {
    early =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("early-signals", EventTypes.SIGNAL));
    actions = new ActionAdvisors(getRuntimeContext());
    openFindings = new OpenFindings(getRuntimeContext());
    settings = new SettingsAdvisors(getRuntimeContext());
    sizes = new LearnerSizes();
  }

  @Override
  public void processElement(Signal signal, ReadOnlyContext context, Collector<Recommendation> out)
      throws Exception {
    if ((signal.objective() != null || signal.status() != null)
        && !inForce(context.getBroadcastState(CONTROL)).need(signal)) {
      return;
    }
    Signal timely =
        signal.outcome() == null
            ? signal
            : notBeyond(
                signal, Math.max(0, context.timerService().currentWatermark()) + MAX_WAIT_MILLIS);
    early.add(timely);
    // A window that ends at t is complete at watermark t - 1, and so is everything else up to then.
    context.timerService().registerEventTimeTimer(timely.timeMillis() - 1);
  }

  private static Signal notBeyond(Signal signal, long latestMillis) {
    return signal.timeMillis() <= latestMillis
        ? signal
        : new Signal(
            signal.system(),
            signal.component(),
            latestMillis,
            signal.objective(),
            signal.finding(),
            signal.outcome(),
            signal.status());
  }

  private CataloguesInForce inForce(ReadOnlyBroadcastState<String, ControlUpdate> changes) {
    return new CataloguesInForce(initial, changes);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Recommendation> out)
      throws Exception {
    CataloguesInForce inForce = inForce(context.getBroadcastState(CONTROL));
    settle(timestamp + 1, context);
    for (Signal signal : due(timestamp + 1)) {
      if (signal.outcome() != null) {
        learn(signal.outcome(), context);
      } else if (signal.finding() != null) {
        openFindings.hear(signal.finding());
      } else if (signal.status() != null) {
        settings.hear(signal.status());
      } else if (context.timerService().currentWatermark() != Long.MAX_VALUE) {
        // A drained job has come to its end: nobody is left to learn from what it would advise.
        decide(signal, inForce, context, out);
      }
    }
    List<Long> times = actions.nextTimes();
    times.addAll(settings.nextTimes());
    for (long next : times) {
      context.timerService().registerEventTimeTimer(Math.max(timestamp + 1, next - 1));
    }
  }

  /** Closes what is due before anything new is heard: measurements and deadlines. */
  private void settle(long nowMillis, OnTimerContext context) throws Exception {
    long began = ticker.nanos();
    List<Learned> settled = actions.settle(nowMillis);
    if (!settled.isEmpty()) {
      settled.forEach(learned -> context.output(SideOutputs.LEARNED, learned));
      context.output(SideOutputs.TIMINGS, updateTime(began));
    }
    settings.settle(nowMillis).forEach(learned -> context.output(SideOutputs.LEARNED, learned));
  }

  private List<Signal> due(long nowMillis) throws Exception {
    List<Signal> due = new ArrayList<>();
    List<Signal> later = new ArrayList<>();
    for (Signal signal : early.get()) {
      (signal.timeMillis() <= nowMillis ? due : later).add(signal);
    }
    early.update(later);
    due.sort(Signal.ORDER);
    return due;
  }

  private void learn(RoutedOutcome routed, OnTimerContext context) throws Exception {
    Outcome outcome = routed.outcome();
    long began = ticker.nanos();
    Optional<OutcomeResult> result = settings.learn(routed.target(), outcome);
    if (result.isEmpty()) {
      result = actions.learn(routed.target(), outcome);
    }
    report(result.orElseGet(() -> nobodyAdvised(outcome)), outcome, began, context);
  }

  private static OutcomeResult nobodyAdvised(Outcome outcome) {
    return OutcomeResult.refused(
        Reason.UNKNOWN_RECOMMENDATION,
        "recommendationId must be one that is remembered, was " + outcome.recommendationId());
  }

  private Timing updateTime(long began) {
    return new Timing("model_update_time_s", (ticker.nanos() - began) / 1e9);
  }

  private void report(OutcomeResult result, Outcome outcome, long began, OnTimerContext context) {
    if (result.learned() != null) {
      context.output(SideOutputs.LEARNED, result.learned());
      context.output(SideOutputs.TIMINGS, updateTime(began));
    } else if (result.reason() != null) {
      context.output(
          SideOutputs.DEAD_LETTERS,
          DeadLetter.of(
              result.reason(),
              result.detail(),
              outcome.origin(),
              outcome.observedAt(),
              outcome.payload(),
              Map.of()));
    }
  }

  private void decide(
      Signal signal,
      CataloguesInForce inForce,
      OnTimerContext context,
      Collector<Recommendation> out)
      throws Exception {
    ObjectiveValue objective = signal.objective();
    for (ActionCatalogue catalogue : inForce.about(signal)) {
      Moment moment =
          new Moment(
              objective.endMillis(),
              objective.value(catalogue.statistic()),
              openFindings.byAge(),
              inForce.freeze(signal));
      ControlUpdate model = inForce.modelOf(catalogue);
      // Who advised longer ago is asked first: neither starves the other of a limited allowance.
      if (settings.lastDecidedAt(catalogue.name()) <= actions.lastDecidedAt(catalogue.name())) {
        tune(catalogue, signal, moment, context, out);
        act(catalogue, model, signal, moment, context, out);
      } else {
        act(catalogue, model, signal, moment, context, out);
        tune(catalogue, signal, moment, context, out);
      }
    }
  }

  private void act(
      ActionCatalogue catalogue,
      ControlUpdate modelOrNull,
      Signal signal,
      Moment moment,
      OnTimerContext context,
      Collector<Recommendation> out)
      throws Exception {
    if (catalogue.actions().isEmpty()) {
      return;
    }
    OtherChanges others = settings.changes(catalogue.name(), moment.endMillis());
    long began = ticker.nanos();
    ActionAdvisors.Advised advised =
        actions.advise(catalogue, modelOrNull, signal, moment, others, seed);
    publish(advised.advice(), began, context, out);
    ComponentOptimiser advisor = advised.advisor();
    if (advised.advice().isPresent() && !advisor.modelVersion().isEmpty()) {
      long ageMillis = moment.endMillis() - advisor.trainedUntil();
      time("model_age_s", Math.max(0, ageMillis) / 1_000.0, context);
    }
    String learner = context.getCurrentKey() + '@' + catalogue.name();
    OptionalDouble megabytes = sizes.measure(learner, advisor, moment.endMillis());
    if (megabytes.isPresent()) {
      time("learning_memory_overhead_mb", megabytes.getAsDouble(), context);
    }
  }

  private static void time(String metric, double value, OnTimerContext context) {
    context.output(SideOutputs.TIMINGS, new Timing(metric, value));
  }

  private void tune(
      ActionCatalogue catalogue,
      Signal signal,
      Moment moment,
      OnTimerContext context,
      Collector<Recommendation> out)
      throws Exception {
    if (catalogue.tuning() != null) {
      OtherChanges others = actions.changes(catalogue, moment.endMillis());
      long began = ticker.nanos();
      publish(settings.advise(catalogue, signal, moment, others, seed), began, context, out);
    }
  }

  private void publish(
      Optional<Recommendation> advice,
      long began,
      OnTimerContext context,
      Collector<Recommendation> out) {
    if (advice.isPresent()) {
      time("decision_compute_latency_ms", (ticker.nanos() - began) / 1e6, context);
      double latency =
          (context.timerService().currentProcessingTime() - advice.get().decidedAt()) / 1000.0;
      time("decision_latency_s", Math.max(0, latency), context);
      out.collect(advice.get());
    }
  }

  @Override
  public void processBroadcastElement(
      ControlUpdate update, Context context, Collector<Recommendation> out) throws Exception {
    if (CataloguesInForce.heed(update)) {
      context.getBroadcastState(CONTROL).put(CataloguesInForce.key(update), update);
    }
  }
}
