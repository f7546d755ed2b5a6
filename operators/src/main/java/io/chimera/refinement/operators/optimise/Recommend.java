package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.Ticker;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.ObjectiveValue;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.Timing;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.ComponentOptimiser;
import io.chimera.refinement.state.optimise.OutcomeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>State: one {@link ComponentOptimiser} per catalogue, the ids of open findings, and signals
 * that event time has not reached. Time: signals wait for the watermark and are taken in {@link
 * Signal#ORDER}, so that a decision does not depend on which input was faster; event-time timers
 * settle measurements and deadlines.
 */
public final class Recommend
    extends KeyedBroadcastProcessFunction<String, Signal, ControlUpdate, Recommendation> {
  private static final long serialVersionUID = 1;
  private static final int MAX_FINDINGS = 50;

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
  private transient MapState<String, Long> openFindings;

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
    openFindings =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("open-findings", Types.STRING, Types.LONG));
  }

  @Override
  public void processElement(Signal signal, ReadOnlyContext context, Collector<Recommendation> out)
      throws Exception {
    if (signal.objective() != null
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
            signal.outcome());
  }

  private static boolean matters(Signal signal, Map<String, ActionCatalogue> catalogues) {
    return catalogues.values().stream()
        .anyMatch(
            c ->
                c.metric().equals(signal.objective().metric())
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
        remember(signal.finding());
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
  }

  /** Closes what is due before anything new is heard: measurements and deadlines. */
  private void settle(long nowMillis, OnTimerContext context) throws Exception {
    for (Map.Entry<String, ComponentOptimiser> entry : optimisers.entries()) {
      ComponentOptimiser optimiser = entry.getValue();
      List<Learned> settled = optimiser.onTime(nowMillis);
      if (!settled.isEmpty()) {
        settled.forEach(learned -> context.output(SideOutputs.LEARNED, learned));
        entry.setValue(optimiser);
      }
    }
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
    ComponentOptimiser optimiser = optimisers.get(routed.target());
    Outcome outcome = routed.outcome();
    if (optimiser == null) {
      return;
    }
    long began = ticker.nanos();
    OutcomeResult result = optimiser.onOutcome(outcome);
    if (result.learned() != null) {
      context.output(SideOutputs.LEARNED, result.learned());
      context.output(
          SideOutputs.TIMINGS, new Timing("model_update_time_s", (ticker.nanos() - began) / 1e9));
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
    optimisers.put(routed.target(), optimiser);
  }

  private void remember(Finding finding) throws Exception {
    if (finding.state() == Finding.State.CLOSED) {
      openFindings.remove(finding.findingId());
      return;
    }
    openFindings.put(finding.findingId(), finding.detectedAt());
    if (findingsByAge().size() > MAX_FINDINGS) {
      openFindings.remove(findingsByAge().get(0));
    }
  }

  private List<String> findingsByAge() throws Exception {
    Map<String, Long> detected = new TreeMap<>();
    for (Map.Entry<String, Long> entry : openFindings.entries()) {
      detected.put(entry.getKey(), entry.getValue());
    }
    List<String> ids = new ArrayList<>(detected.keySet());
    ids.sort(java.util.Comparator.comparingLong(detected::get));
    return ids;
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
      ComponentOptimiser optimiser = optimisers.get(catalogue.name());
      optimiser = optimiser == null ? new ComponentOptimiser() : optimiser;
      adopt(
          optimiser, catalogue, control.get(ControlUpdate.MODEL + '/' + catalogue.name()), signal);
      long began = ticker.nanos();
      Optional<Recommendation> recommendation =
          optimiser.onObjective(
              catalogue,
              signal.system(),
              signal.component(),
              objective.endMillis(),
              objective.value(catalogue.statistic()),
              findingsByAge(),
              frozen(control, signal),
              seed);
      if (recommendation.isPresent()) {
        context.output(
            SideOutputs.TIMINGS,
            new Timing("decision_compute_latency_ms", (ticker.nanos() - began) / 1e6));
        double latency =
            (context.timerService().currentProcessingTime() - recommendation.get().decidedAt())
                / 1000.0;
        context.output(SideOutputs.TIMINGS, new Timing("decision_latency_s", Math.max(0, latency)));
        if (!optimiser.modelVersion().isEmpty()) {
          context.output(
              SideOutputs.TIMINGS,
              new Timing(
                  "model_age_s",
                  Math.max(0, recommendation.get().decidedAt() - optimiser.trainedUntil())
                      / 1000.0));
        }
        out.collect(recommendation.get());
      }
      optimisers.put(catalogue.name(), optimiser);
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
