package io.chimera.refinement.operators.slo;

import io.chimera.refinement.state.event.Finding;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets the first match of a sequence through, and none that begins before the time of the sequence
 * has passed since the last: a storm of events matches again and again, and is one incident. Keyed
 * by the series of the finding.
 *
 * <p>State: the end of the last match. Time: event time; a timer forgets a match when it no longer
 * matters.
 */
public final class OncePerIncident extends KeyedProcessFunction<String, Finding, Finding> {
  private static final long serialVersionUID = 1;

  private final long withinMillis;

  private transient ValueState<Long> lastEnd;

  /**
   * @param withinMillis how long the whole sequence may take
   */
  public OncePerIncident(long withinMillis) {
    this.withinMillis = withinMillis;
  }

  @Override
  public void open(OpenContext context) {
    lastEnd = getRuntimeContext().getState(new ValueStateDescriptor<>("last-match", Types.LONG));
  }

  @Override
  public void processElement(Finding match, Context context, Collector<Finding> out)
      throws Exception {
    Long before = lastEnd.value();
    if (before == null || match.startedAt() > before + withinMillis) {
      out.collect(match);
    }
    if (before == null || match.detectedAt() > before) {
      if (before != null) {
        context.timerService().deleteEventTimeTimer(before + withinMillis);
      }
      lastEnd.update(match.detectedAt());
      context.timerService().registerEventTimeTimer(match.detectedAt() + withinMillis);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out) {
    lastEnd.clear();
  }
}
