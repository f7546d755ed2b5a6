package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.KeyedCache;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.event.WindowStats;
import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits a finding when the mean of a window leaves the baseline of its series, and again when it is
 * back. Keyed by series.
 *
 * <p>State: one {@link AnomalyWatch} per series, kept until it was not touched for a month (a
 * backstop against leaks). An operator and not a function because it keeps the watches at hand and
 * writes them in front of a snapshot: they are large, and change with every window.
 */
public final class DetectAnomalies extends AbstractStreamOperator<Finding>
    implements OneInputStreamOperator<WindowStats, Finding> {
  private static final long serialVersionUID = 1;

  private final AnomalyWatch.Params params;

  private transient KeyedCache<AnomalyWatch> watches;
  private transient StreamRecord<Finding> found;

  public DetectAnomalies(AnomalyWatch.Params params) {
    this.params = params;
  }

  @Override
  public void open() throws Exception {
    super.open();
    ValueStateDescriptor<AnomalyWatch> descriptor =
        new ValueStateDescriptor<>("anomaly-watch", EventTypes.ANOMALY_WATCH);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(30)).build());
    watches =
        new KeyedCache<>(
            getRuntimeContext().getState(descriptor),
            getKeyedStateBackend(),
            this::setCurrentKey,
            KeyedCache.CAPACITY);
    found = new StreamRecord<>(null);
  }

  @Override
  public void processElement(StreamRecord<WindowStats> element) throws Exception {
    WindowStats window = element.getValue();
    AnomalyWatch known = watches.get(window.series());
    AnomalyWatch watch = known == null ? new AnomalyWatch() : known;
    watch
        .observe(
            window.key(),
            window.series(),
            Statistic.MEAN,
            window.startMillis(),
            window.endMillis(),
            window.value(Statistic.MEAN),
            params)
        .ifPresent(finding -> output.collect(found.replace(finding, element.getTimestamp())));
    watches.put(window.series(), watch);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    watches.flush();
    super.snapshotState(context);
  }
}
