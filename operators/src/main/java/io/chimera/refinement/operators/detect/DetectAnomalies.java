package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Emits a finding when the mean of a window leaves the baseline of its series, and again when it is
 * back. Keyed by series.
 *
 * <p>State: one {@link AnomalyWatch} per series, kept until it was not touched for a month (a
 * backstop against leaks).
 */
public final class DetectAnomalies extends KeyedProcessFunction<String, WindowStats, Finding> {
  private static final long serialVersionUID = 1;

  private final AnomalyWatch.Params params;

  private transient ValueState<AnomalyWatch> watch;

  public DetectAnomalies(AnomalyWatch.Params params) {
    this.params = params;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<AnomalyWatch> descriptor =
        new ValueStateDescriptor<>("anomaly-watch", EventTypes.ANOMALY_WATCH);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(java.time.Duration.ofDays(30)).build());
    watch = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(WindowStats window, Context context, Collector<Finding> out)
      throws Exception {
    AnomalyWatch known = watch.value() == null ? new AnomalyWatch() : watch.value();
    known
        .observe(
            window.key(),
            window.series(),
            Statistic.MEAN,
            window.startMillis(),
            window.endMillis(),
            window.value(Statistic.MEAN),
            params)
        .ifPresent(out::collect);
    watch.update(known);
  }
}
