package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.SeriesTrend;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Emits a finding when the minutes of a series begin to rise or fall, when they no longer do, and
 * when their level or spread changes for good. Keyed by series; longer summaries are passed over.
 *
 * <p>State: one {@link SeriesTrend} per series, kept until it was not touched for a month (a
 * backstop against leaks).
 */
public final class DetectTrends extends KeyedProcessFunction<String, WindowStats, Finding> {
  private static final long serialVersionUID = 1;

  private static final long MINUTE_MILLIS = 60_000;

  private final long dayMillis;
  private final double significance;

  private transient ValueState<SeriesTrend> trend;

  /**
   * @param dayMillis length of a day, the period of the daily course
   * @param significance two-sided probability below which a trend is told
   */
  public DetectTrends(long dayMillis, double significance) {
    this.dayMillis = dayMillis;
    this.significance = significance;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<SeriesTrend> descriptor =
        new ValueStateDescriptor<>("series-trend", EventTypes.SERIES_TREND);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(java.time.Duration.ofDays(30)).build());
    trend = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(WindowStats summary, Context context, Collector<Finding> out)
      throws Exception {
    if (summary.endMillis() - summary.startMillis() != MINUTE_MILLIS) {
      return;
    }
    SeriesTrend known = Stored.or(trend, SeriesTrend::new);
    known
        .observe(
            summary.key(),
            summary.series(),
            summary.endMillis(),
            summary.total().mean(),
            dayMillis,
            significance)
        .forEach(out::collect);
    trend.update(known);
  }
}
