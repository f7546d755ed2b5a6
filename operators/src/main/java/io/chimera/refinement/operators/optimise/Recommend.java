package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.Ticker;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.ObjectiveValue;
import io.chimera.refinement.state.event.Outcome;
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
import org.apache.flink.api.common.state.MapState;
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
  private transient MapState<String, ComponentOptimiser> optimisers;
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
    optimisers =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("optimisers", Types.STRING, EventTypes.OPTIMISER));
    openFindings = new OpenFindings(getRuntimeContext());
    settings = new SettingsAdvisors(getRuntimeContext());
    sizes = new LearnerSizes();
  }

  @Override
  public void processElement(Signal signal, ReadOnlyContext context, Collector<Recommendation> out)
      throws Exception {
    if ((signal.objective() != null || signal.status() != null)
        && !matters(signal, catalogues(context.getBroadcastState(CONTROL)))) {
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

  private static boolean matters(Signal signal, Map<String, ActionCatalogue> catalogues) {
    return catalogues.values().stream()
        .anyMatch(
            c ->
                (signal.status() == null
                        ? c.metric().equals(signal.objective().metric())
                        : c.constraints().contains(signal.status().objective()))
                    && c.covers(signal.system(), signal.component()));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Recommendation> out)
      throws Exception {
    ReadOnlyBroadcastState<String, ControlUpdate> control = context.getBroadcastState(CONTROL);
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
        decide(signal, control, context, out);
      }
    }
    for (ComponentOptimiser optimiser : optimisers.values()) {
      optimiser
          .nextTime()
          .ifPresent(
              next ->
                  context.timerService().registerEventTimeTimer(Math.max(timestamp + 1, next - 1)));
    }
    for (long next : settings.nextTimes()) {
      context.timerService().registerEventTimeTimer(Math.max(timestamp + 1, next - 1));
    }
  }

  /** Closes what is due before anything new is heard: measurements and deadlines. */
  private void settle(long nowMillis, OnTimerContext context) throws Exception {
    for (Map.Entry<String, ComponentOptimiser> entry : optimisers.entries()) {
      ComponentOptimiser optimiser = entry.getValue();
      long began = ticker.nanos();
      List<Learned> settled = optimiser.onTime(nowMillis);
      if (!settled.isEmpty()) {
        settled.forEach(learned -> context.output(SideOutputs.LEARNED, learned));
        context.output(SideOutputs.TIMINGS, updateTime(began));
        entry.setValue(optimiser);
      }
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
    Optional<OutcomeResult> ofSettings = settings.learn(routed.target(), outcome);
    ComponentOptimiser optimiser = optimisers.get(routed.target());
    if (ofSettings.isPresent()) {
      report(ofSettings.get(), outcome, began, context);
    } else if (optimiser != null) {
      report(optimiser.onOutcome(outcome), outcome, began, context);
      optimisers.put(routed.target(), optimiser);
    }
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
      ReadOnlyBroadcastState<String, ControlUpdate> control,
      OnTimerContext context,
      Collector<Recommendation> out)
      throws Exception {
    ObjectiveValue objective = signal.objective();
    for (ActionCatalogue catalogue : catalogues(control).values()) {
      if (!catalogue.metric().equals(objective.metric())
          || !catalogue.covers(signal.system(), signal.component())) {
        continue;
      }
      Moment moment =
          new Moment(
              objective.endMillis(),
              objective.value(catalogue.statistic()),
              openFindings.byAge(),
              frozen(control, signal));
      ControlUpdate model = control.get(ControlUpdate.MODEL + '/' + catalogue.name());
      // Who advised longer ago is asked first: neither starves the other of a limited allowance.
      if (settings.lastDecidedAt(catalogue.name()) <= lastDecidedAt(catalogue)) {
        tune(catalogue, signal, moment, context, out);
        act(catalogue, model, signal, moment, context, out);
      } else {
        act(catalogue, model, signal, moment, context, out);
        tune(catalogue, signal, moment, context, out);
      }
    }
  }

  private long lastDecidedAt(ActionCatalogue catalogue) throws Exception {
    ComponentOptimiser optimiser = optimisers.get(catalogue.name());
    return optimiser == null ? Long.MIN_VALUE : optimiser.lastDecidedAt();
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
    ComponentOptimiser known = optimisers.get(catalogue.name());
    ComponentOptimiser optimiser = known == null ? new ComponentOptimiser() : known;
    adopt(optimiser, catalogue, modelOrNull, signal);
    long began = ticker.nanos();
    Optional<Recommendation> advice =
        optimiser.onObjective(
            catalogue,
            signal.system(),
            signal.component(),
            moment,
            settings.changes(catalogue.name(), moment.endMillis()),
            seed);
    publish(advice, began, context, out);
    if (advice.isPresent() && !optimiser.modelVersion().isEmpty()) {
      long ageMillis = advice.get().decidedAt() - optimiser.trainedUntil();
      context.output(
          SideOutputs.TIMINGS, new Timing("model_age_s", Math.max(0, ageMillis) / 1_000.0));
    }
    optimisers.put(catalogue.name(), optimiser);
    OptionalDouble megabytes =
        sizes.measure(
            context.getCurrentKey() + '@' + catalogue.name(), optimiser, moment.endMillis());
    if (megabytes.isPresent()) {
      context.output(
          SideOutputs.TIMINGS, new Timing("learning_memory_overhead_mb", megabytes.getAsDouble()));
    }
  }

  private void tune(
      ActionCatalogue catalogue,
      Signal signal,
      Moment moment,
      OnTimerContext context,
      Collector<Recommendation> out)
      throws Exception {
    if (catalogue.tuning() == null) {
      return;
    }
    ComponentOptimiser acting =
        catalogue.actions().isEmpty() ? null : optimisers.get(catalogue.name());
    OtherChanges others =
        acting == null ? OtherChanges.NONE : acting.changes(catalogue, moment.endMillis());
    long began = ticker.nanos();
    publish(settings.advise(catalogue, signal, moment, others, seed), began, context, out);
  }

  private void publish(
      Optional<Recommendation> advice,
      long began,
      OnTimerContext context,
      Collector<Recommendation> out) {
    if (advice.isPresent()) {
      context.output(
          SideOutputs.TIMINGS,
          new Timing("decision_compute_latency_ms", (ticker.nanos() - began) / 1e6));
      double latency =
          (context.timerService().currentProcessingTime() - advice.get().decidedAt()) / 1000.0;
      context.output(SideOutputs.TIMINGS, new Timing("decision_latency_s", Math.max(0, latency)));
      out.collect(advice.get());
    }
  }

  /** The next decision is the first of the model; one that does not fit is passed over. */
  private void adopt(
      ComponentOptimiser optimiser,
      ActionCatalogue catalogue,
      ControlUpdate modelOrNull,
      Signal signal) {
    if (modelOrNull != null
        && (modelOrNull.deleted() || modelOrNull.model().misfit(catalogue).isEmpty())) {
      optimiser.adopt(
          modelOrNull.deleted() ? null : modelOrNull.model(),
          signal.system(),
          signal.component(),
          catalogue.name(),
          seed);
    }
  }

  private static boolean frozen(
      ReadOnlyBroadcastState<String, ControlUpdate> control, Signal signal) throws Exception {
    for (String name : List.of(signal.system(), signal.subject())) {
      ControlUpdate freeze = control.get(ControlUpdate.FREEZE + '/' + name);
      if (freeze != null && !freeze.deleted()) {
        return true;
      }
    }
    return false;
  }

  private Map<String, ActionCatalogue> catalogues(
      ReadOnlyBroadcastState<String, ControlUpdate> control) throws Exception {
    Map<String, ActionCatalogue> catalogues = new TreeMap<>(initial);
    for (Map.Entry<String, ControlUpdate> change : control.immutableEntries()) {
      ControlUpdate update = change.getValue();
      if (update.kind().equals(ControlUpdate.ACTION_CATALOGUE)) {
        if (update.deleted()) {
          catalogues.remove(update.name());
        } else {
          catalogues.put(update.name(), update.catalogue());
        }
      }
    }
    return catalogues;
  }

  @Override
  public void processBroadcastElement(
      ControlUpdate update, Context context, Collector<Recommendation> out) throws Exception {
    // Only a model that was admitted is loaded; a document that names one waits for that.
    boolean model =
        update.kind().equals(ControlUpdate.MODEL)
            && (update.deleted() || update.model().isLoaded());
    if (model
        || update.kind().equals(ControlUpdate.ACTION_CATALOGUE)
        || update.kind().equals(ControlUpdate.FREEZE)) {
      context.getBroadcastState(CONTROL).put(update.kind() + '/' + update.name(), update);
    }
  }
}
