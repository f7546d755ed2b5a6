package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.KeyedCache;
import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.JudgedValue;
import io.chimera.refinement.state.detect.SeriesPolicy;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.event.Statistic;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits a finding when the mean of a window leaves the baseline of its series, and again when it is
 * back, as far as the documents about detection want to hear of it. Windows are keyed by series,
 * documents come by broadcast. Values of agents are handed on with what was made of them, but for
 * those of maintenance and of series that are switched off.
 *
 * <p>State: one {@link AnomalyWatch} per series, kept until it was not touched for a month (a
 * backstop against leaks); the changes of documents. An operator and not a function because it
 * keeps the watches at hand and writes them in front of a snapshot: they are large, and change with
 * every window.
 */
public final class DetectAnomalies extends AbstractStreamOperator<Finding>
    implements TwoInputStreamOperator<SeriesValue, ControlUpdate, Finding> {
  private static final long serialVersionUID = 1;

  private final DetectionInForce documents;

  private final boolean together;

  private transient BroadcastState<String, ControlUpdate> changes;
  private transient KeyedCache<AnomalyWatch> watches;
  private transient StreamRecord<Finding> found;
  private transient StreamRecord<JudgedValue> judged;

  /**
   * @param initial documents of the packs by {@code kind/name}
   * @param params how a series is judged that no document is about
   * @param together whether the values of agents are handed on, to be judged together
   */
  public DetectAnomalies(
      Map<String, ControlUpdate> initial, AnomalyWatch.Params params, boolean together) {
    this.together = together;
    this.documents = new DetectionInForce(initial, params);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    changes = context.getOperatorStateStore().getBroadcastState(DetectionInForce.CHANGES);
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
    judged = new StreamRecord<>(null);
  }

  @Override
  public void processElement1(StreamRecord<SeriesValue> element) throws Exception {
    SeriesValue window = element.getValue();
    AnomalyWatch known = watches.get(window.series());
    AnomalyWatch watch = known == null ? new AnomalyWatch() : known;
    SeriesPolicy policy = documents.policy(window.series(), changes);
    watch
        .observe(
            SeriesKey.parse(window.series()),
            window.series(),
            Statistic.MEAN,
            window.startMillis(),
            window.endMillis(),
            window.value(),
            policy)
        .ifPresent(finding -> output.collect(found.replace(finding, element.getTimestamp())));
    watches.put(window.series(), watch);
    if (together && isJudged(window, policy)) {
      output.collect(
          SideOutputs.JUDGED,
          judged.replace(JudgedValue.of(watch, window, policy), element.getTimestamp()));
    }
  }

  private static boolean isJudged(SeriesValue window, SeriesPolicy policy) {
    return !policy.off()
        && Double.isFinite(window.value())
        && !SeriesKey.isFleet(window.series())
        && !policy.isMaintained(window.startMillis(), window.endMillis());
  }

  @Override
  public void processElement2(StreamRecord<ControlUpdate> element) throws Exception {
    documents.change(element.getValue(), changes);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    watches.flush();
    super.snapshotState(context);
  }
}
