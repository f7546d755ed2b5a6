package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.KeyedCache;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.JointPane;
import io.chimera.refinement.state.detect.JointWatch;
import io.chimera.refinement.state.detect.JudgedValue;
import io.chimera.refinement.state.event.Finding;
import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits a finding when a metric of an agent no longer follows the agent's other metrics, and again
 * when it does. Keyed by agent and labels: {@link JudgedValue#group()}.
 *
 * <p>State: one {@link JointWatch} per key, kept at hand and written in front of a snapshot; kept
 * until it was not touched for a month (a backstop against leaks). Time: one event-time timer per
 * pane, at its end, when all values of it are there.
 */
public final class DetectJointAnomalies extends AbstractStreamOperator<Finding>
    implements OneInputStreamOperator<JudgedValue, Finding>, Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;

  private final AnomalyWatch.Params params;

  private transient KeyedCache<JointWatch> watches;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient JointPane pane;

  /**
   * @param params how single series are judged
   */
  public DetectJointAnomalies(AnomalyWatch.Params params) {
    this.params = params;
  }

  @Override
  public void open() throws Exception {
    super.open();
    ValueStateDescriptor<JointWatch> descriptor =
        new ValueStateDescriptor<>("joint-watch", EventTypes.JOINT_WATCH);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(30)).build());
    watches =
        new KeyedCache<>(
            getRuntimeContext().getState(descriptor),
            getKeyedStateBackend(),
            this::setCurrentKey,
            KeyedCache.CAPACITY);
    timers = getInternalTimerService("pane-ends", VoidNamespaceSerializer.INSTANCE, this);
    pane = new JointPane();
  }

  @Override
  public void processElement(StreamRecord<JudgedValue> element) throws Exception {
    JudgedValue value = element.getValue();
    String group = (String) getCurrentKey();
    JointWatch known = watches.get(group);
    JointWatch watch = known == null ? new JointWatch() : known;
    if (watch.offer(value)) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, value.endMillis() - 1);
    }
    watches.put(group, watch);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    JointWatch watch = watches.get(timer.getKey());
    if (watch != null) {
      watch
          .judge(timer.getTimestamp() + 1, params, pane)
          .ifPresent(finding -> output.collect(new StreamRecord<>(finding, timer.getTimestamp())));
      watches.put(timer.getKey(), watch);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("Cannot fire a processing-time timer: panes have none");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    watches.flush();
    super.snapshotState(context);
  }
}
