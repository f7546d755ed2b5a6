package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.slo.CompositeScore;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The share of a pack's objectives that are met, each minute (MPL-OVR-04), as the status of {@code
 * <pack>-score}. Keyed by pack.
 *
 * <p>State: the state of each objective. Time: an event-time timer at the end of each minute in
 * which a status came.
 */
public final class ScorePacks
    extends KeyedProcessFunction<String, ObjectiveStatus, ObjectiveStatus> {
  private static final long serialVersionUID = 1;
  private static final long MINUTE = 60_000;

  private transient ValueState<CompositeScore> score;

  @Override
  public void open(OpenContext context) {
    score =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("composite-score", EventTypes.SCORE));
  }

  @Override
  public void processElement(
      ObjectiveStatus status, Context context, Collector<ObjectiveStatus> out) throws Exception {
    if (status.changed()) {
      CompositeScore known = Stored.or(score, () -> CompositeScore.EMPTY);
      score.update(known.after(status));
    }
    long end = status.endMillis() + Math.floorMod(-status.endMillis(), MINUTE);
    context.timerService().registerEventTimeTimer(end);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ObjectiveStatus> out)
      throws Exception {
    CompositeScore known = score.value();
    if (known != null && known.judged() > 0) {
      String pack = context.getCurrentKey();
      out.collect(
          new ObjectiveStatus(
              pack + "-score",
              pack,
              pack,
              timestamp,
              ObjectiveStatus.State.REPORTED,
              known.percent(),
              0,
              "%",
              known.judged(),
              1,
              1,
              1,
              new double[4],
              false));
    }
  }
}
