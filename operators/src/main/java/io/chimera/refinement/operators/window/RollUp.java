package io.chimera.refinement.operators.window;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Rollup;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Rolls closed minutes up to five minutes, hours and days by merging panes, never by averaging;
 * passes the minute itself on. Keyed by series.
 *
 * <p>State: one open bucket per tier. Time: an event-time timer at the end of the bucket that
 * closes next.
 */
public final class RollUp extends KeyedProcessFunction<String, WindowStats, WindowStats> {
  private static final long serialVersionUID = 1;

  private transient ValueState<Rollup> rollup;

  @Override
  public void open(OpenContext context) {
    rollup = getRuntimeContext().getState(new ValueStateDescriptor<>("rollup", EventTypes.ROLLUP));
  }

  @Override
  public void processElement(WindowStats minute, Context context, Collector<WindowStats> out)
      throws Exception {
    Rollup known = Stored.or(rollup, Rollup::new);
    known.add(minute.startMillis(), minute.total());
    rollup.update(known);
    registerNext(known, context);
    out.collect(minute);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WindowStats> out)
      throws Exception {
    Rollup known = rollup.value();
    if (known == null) {
      return;
    }
    for (Rollup.Rolled rolled : known.closeUntil(timestamp)) {
      out.collect(
          new WindowStats(
              context.getCurrentKey(),
              rolled.startMillis(),
              rolled.endMillis(),
              rolled.pane(),
              Map.of()));
    }
    if (known.nextEnd().isEmpty()) {
      rollup.clear();
    } else {
      rollup.update(known);
      registerNext(known, context);
    }
  }

  private static void registerNext(
      Rollup known, KeyedProcessFunction<String, WindowStats, WindowStats>.Context context) {
    OptionalLong next = known.nextEnd();
    if (next.isPresent()) {
      context.timerService().registerEventTimeTimer(next.getAsLong() - 1);
    }
  }
}
