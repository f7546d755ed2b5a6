package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.operators.publish.SelfMeter;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.SequenceTick;
import io.chimera.refinement.state.ingest.AgentOrder;
import io.chimera.refinement.state.ingest.SequenceTrack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts each agent's reports back into order within a second of event time and follows their running
 * numbers: what was lost, repeated, restarted (REF-L4-07, REF-ING-11). Keyed by hash bucket of the
 * agent; a branch of its own, so that waiting for order delays no verdict.
 *
 * <p>State: one {@link AgentOrder} per agent, worked on in memory; those that changed are stored
 * just before a checkpoint's barrier. Time: an agent that was not heard of for an hour of event
 * time is forgotten.
 */
public final class TrackSequences extends AbstractStreamOperator<SelfMeasurement>
    implements OneInputStreamOperator<SequenceTick, SelfMeasurement> {
  private static final long serialVersionUID = 1;
  private static final MapStateDescriptor<String, AgentOrder> ORDERS =
      new MapStateDescriptor<>("agent-orders", Types.STRING, EventTypes.AGENT_ORDER);
  private static final long FORGET_MILLIS = 3_600_000;
  private static final long SWEEP_MILLIS = 10_000;

  private final long spanMillis;
  private final SelfReporting reporting;

  private transient MapState<String, AgentOrder> stored;
  private transient Map<Integer, Map<String, AgentOrder>> orders;
  private transient Map<Integer, Set<String>> changed;
  private transient long swept;
  private transient SelfMeter meter;
  private transient SequenceTrack lost;

  /**
   * @param spanMillis disorder that is repaired, event time
   */
  public TrackSequences(long spanMillis, SelfReporting reporting) {
    this.spanMillis = spanMillis;
    this.reporting = reporting;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    orders = new HashMap<>();
    changed = new HashMap<>();
    swept = Long.MIN_VALUE;
    stored = context.getKeyedStateStore().getMapState(ORDERS);
    if (context.isRestored()) {
      List<Object> buckets;
      try (Stream<Object> keys =
          getKeyedStateBackend().getKeys(ORDERS.getName(), VoidNamespace.INSTANCE)) {
        buckets = keys.distinct().toList();
      }
      for (Object bucket : buckets) {
        setCurrentKey(bucket);
        Map<String, AgentOrder> ofBucket =
            orders.computeIfAbsent((Integer) bucket, key -> new HashMap<>());
        for (Map.Entry<String, AgentOrder> entry : stored.entries()) {
          ofBucket.put(entry.getKey(), entry.getValue());
        }
      }
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    meter =
        reporting.meter(
            "track-sequences", getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    lost = total();
    reporting.start(getProcessingTimeService(), meter, this::measure, output);
  }

  @Override
  public void processElement(StreamRecord<SequenceTick> element) {
    SequenceTick tick = element.getValue();
    Integer bucket = (Integer) getCurrentKey();
    orders
        .computeIfAbsent(bucket, key -> new HashMap<>())
        .computeIfAbsent(tick.agent(), agent -> new AgentOrder(spanMillis))
        .add(tick.timestampMillis(), tick.sequence());
    changed.computeIfAbsent(bucket, key -> new HashSet<>()).add(tick.agent());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() - SWEEP_MILLIS >= swept) {
      swept = mark.getTimestamp();
      sweep(mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  private void sweep(long watermark) throws Exception {
    for (Map.Entry<Integer, Map<String, AgentOrder>> bucket : orders.entrySet()) {
      Iterator<Map.Entry<String, AgentOrder>> agents = bucket.getValue().entrySet().iterator();
      while (agents.hasNext()) {
        Map.Entry<String, AgentOrder> agent = agents.next();
        agent.getValue().advance(watermark);
        if (watermark != Long.MAX_VALUE
            && agent.getValue().newestMillis() < watermark - FORGET_MILLIS) {
          agents.remove();
          setCurrentKey(bucket.getKey());
          stored.remove(agent.getKey());
        }
      }
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    for (Map.Entry<Integer, Set<String>> bucket : changed.entrySet()) {
      setCurrentKey(bucket.getKey());
      for (String agent : bucket.getValue()) {
        AgentOrder order = orders.get(bucket.getKey()).get(agent);
        if (order != null) {
          stored.put(agent, order);
        }
      }
    }
    changed.clear();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  private SequenceTrack total() {
    long gaps = 0;
    long repeats = 0;
    long restarts = 0;
    for (Map<String, AgentOrder> ofBucket : orders.values()) {
      for (AgentOrder order : ofBucket.values()) {
        gaps += order.track().gaps();
        repeats += order.track().repeats();
        restarts += order.track().restarts();
      }
    }
    return new SequenceTrack(0, gaps, repeats, restarts);
  }

  private void measure() {
    SequenceTrack now = total();
    meter.gauge("tracked_agents_count", orders.values().stream().mapToInt(Map::size).sum());
    meter.gauge("sequence_gaps_count", Math.max(0, now.gaps() - lost.gaps()));
    meter.gauge("sequence_repeats_count", Math.max(0, now.repeats() - lost.repeats()));
    meter.gauge("agent_restarts_count", Math.max(0, now.restarts() - lost.restarts()));
    lost = now;
  }
}
