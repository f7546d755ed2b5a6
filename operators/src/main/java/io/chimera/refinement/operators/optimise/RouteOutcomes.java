package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.RoutedOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Finds the component that an outcome belongs to: an outcome names only its recommendation. Keyed
 * by recommendation id.
 *
 * <p>The recommendations come back from their own topic, since a stream has no cycles. State: where
 * a recommendation came from, and outcomes that overtook it. Time: processing time, for neither
 * input has a watermark worth waiting for: an outcome without a recommendation is a dead letter
 * after {@code graceMillis}, and a recommendation is forgotten after {@code keepMillis}.
 */
public final class RouteOutcomes
    extends KeyedCoProcessFunction<String, InboundOutcome, IssuedRecommendation, RoutedOutcome> {
  private static final long serialVersionUID = 1;
  private static final int MAX_WAITING = 100;

  private final long graceMillis;
  private final long keepMillis;

  private transient ValueState<IssuedRecommendation> issued;
  private transient ValueState<Long> forgetAt;
  private transient ListState<Outcome> waiting;

  public RouteOutcomes(long graceMillis, long keepMillis) {
    this.graceMillis = graceMillis;
    this.keepMillis = keepMillis;
  }

  @Override
  public void open(OpenContext context) {
    issued = getRuntimeContext().getState(new ValueStateDescriptor<>("issued", EventTypes.ISSUED));
    forgetAt = getRuntimeContext().getState(new ValueStateDescriptor<>("forget-at", Types.LONG));
    waiting =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("waiting-outcomes", EventTypes.OUTCOME));
  }

  @Override
  public void processElement1(InboundOutcome inbound, Context context, Collector<RoutedOutcome> out)
      throws Exception {
    if (!inbound.isOutcome()) {
      context.output(SideOutputs.DEAD_LETTERS, inbound.rejected());
      return;
    }
    IssuedRecommendation from = issued.value();
    if (from != null) {
      out.collect(route(from, inbound.outcome()));
      return;
    }
    if (waitingOutcomes().size() >= MAX_WAITING) {
      context.output(SideOutputs.DEAD_LETTERS, unknown(inbound.outcome()));
      return;
    }
    waiting.add(inbound.outcome());
    context
        .timerService()
        .registerProcessingTimeTimer(context.timerService().currentProcessingTime() + graceMillis);
  }

  @Override
  public void processElement2(
      IssuedRecommendation recommendation, Context context, Collector<RoutedOutcome> out)
      throws Exception {
    issued.update(recommendation);
    for (Outcome outcome : waiting.get()) {
      out.collect(route(recommendation, outcome));
    }
    waiting.clear();
    long until = context.timerService().currentProcessingTime() + keepMillis;
    forgetAt.update(until);
    context.timerService().registerProcessingTimeTimer(until);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<RoutedOutcome> out)
      throws Exception {
    if (issued.value() == null) {
      for (Outcome outcome : waiting.get()) {
        context.output(SideOutputs.DEAD_LETTERS, unknown(outcome));
      }
      waiting.clear();
    } else if (timestamp >= forgetAt.value()) {
      issued.clear();
      forgetAt.clear();
    }
  }

  private List<Outcome> waitingOutcomes() throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    waiting.get().forEach(outcomes::add);
    return outcomes;
  }

  private static RoutedOutcome route(IssuedRecommendation from, Outcome outcome) {
    return new RoutedOutcome(from.system(), from.component(), from.target(), outcome);
  }

  private static DeadLetter unknown(Outcome outcome) {
    return DeadLetter.of(
        Reason.UNKNOWN_RECOMMENDATION,
        "recommendationId must be one that was published, was " + outcome.recommendationId(),
        outcome.origin(),
        outcome.observedAt(),
        outcome.payload(),
        Map.of());
  }
}
