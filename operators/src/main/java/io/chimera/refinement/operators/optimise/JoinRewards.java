package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import io.chimera.refinement.state.optimise.retrain.Lesson;
import io.chimera.refinement.state.optimise.retrain.LoggedDecision;
import io.chimera.refinement.state.optimise.retrain.RewardJoin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Joins each decision of a bounded history with what it earned. Keyed by recommendation id.
 *
 * <p>State: the records of the id. Time: the end of the input, when all of them are there. What
 * teaches nothing is counted by reason, in accumulators {@code refused.<REASON>}.
 */
public final class JoinRewards extends KeyedProcessFunction<String, HistoryRecord, Lesson> {
  private static final long serialVersionUID = 1;

  /** First part of the names of the accumulators. */
  public static final String REFUSED = "refused.";

  private transient ListState<LoggedDecision> decisions;
  private transient ListState<Outcome> outcomes;
  private transient Map<String, LongCounter> refused;

  @Override
  public void open(OpenContext context) {
    decisions =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("decisions", EventTypes.LOGGED_DECISION));
    outcomes =
        getRuntimeContext().getListState(new ListStateDescriptor<>("outcomes", EventTypes.OUTCOME));
    refused = new HashMap<>();
  }

  @Override
  public void processElement(HistoryRecord record, Context context, Collector<Lesson> out)
      throws Exception {
    if (record.refused() != null) {
      refuse(record.refused());
      return;
    }
    if (record.decision() != null) {
      decisions.add(record.decision());
    } else {
      outcomes.add(record.outcome());
    }
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Lesson> out)
      throws Exception {
    RewardJoin.of(all(decisions), all(outcomes), this::refuse).ifPresent(out::collect);
    decisions.clear();
    outcomes.clear();
  }

  private static <T> List<T> all(ListState<T> state) throws Exception {
    List<T> all = new ArrayList<>();
    state.get().forEach(all::add);
    return all;
  }

  private void refuse(String reason) {
    refused
        .computeIfAbsent(
            reason,
            name -> {
              LongCounter counter = new LongCounter();
              getRuntimeContext().addAccumulator(REFUSED + name, counter);
              return counter;
            })
        .add(1L);
  }
}
