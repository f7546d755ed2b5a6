package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.operators.publish.SelfMeter;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.SequenceTick;
import io.chimera.refinement.state.ingest.AgentOrder;
import io.chimera.refinement.state.ingest.SequenceTrack;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
  private static final MapStateDescriptor<Long, AgentOrder> ORDERS =
      new MapStateDescriptor<>("agent-orders", Types.LONG, EventTypes.AGENT_ORDER);
  private static final long FORGET_MILLIS = 3_600_000;
  private static final long SWEEP_MILLIS = 10_000;

  private final long spanMillis;
  private final SelfReporting reporting;

  private transient MapState<Long, AgentOrder> stored;
  private transient Map<Integer, Map<Long, Tracked>> orders;
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
        Map<Long, Tracked> ofBucket =
            orders.computeIfAbsent((Integer) bucket, key -> new HashMap<>());
        for (Map.Entry<Long, AgentOrder> entry : stored.entries()) {
          ofBucket.put(entry.getKey(), new Tracked(entry.getValue()));
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
    Tracked agent =
        orders
            .computeIfAbsent((Integer) getCurrentKey(), key -> new HashMap<>())
            .computeIfAbsent(tick.agentHash(), key -> new Tracked(new AgentOrder(spanMillis)));
    agent.order.add(tick.timestampMillis(), tick.sequence());
    agent.changed = true;
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
    for (Map.Entry<Integer, Map<Long, Tracked>> bucket : orders.entrySet()) {
      Iterator<Map.Entry<Long, Tracked>> agents = bucket.getValue().entrySet().iterator();
      while (agents.hasNext()) {
        Map.Entry<Long, Tracked> agent = agents.next();
        agent.getValue().order.advance(watermark);
        agent.getValue().changed = true;
        if (watermark != Long.MAX_VALUE
            && agent.getValue().order.newestMillis() < watermark - FORGET_MILLIS) {
          agents.remove();
          setCurrentKey(bucket.getKey());
          stored.remove(agent.getKey());
        }
      }
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    for (Map.Entry<Integer, Map<Long, Tracked>> bucket : orders.entrySet()) {
      setCurrentKey(bucket.getKey());
      for (Map.Entry<Long, Tracked> agent : bucket.getValue().entrySet()) {
        if (agent.getValue().changed) {
          stored.put(agent.getKey(), agent.getValue().order);
          agent.getValue().changed = false;
        }
      }
    }
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  private SequenceTrack total() {
    long gaps = 0;
    long repeats = 0;
    long restarts = 0;
    for (Map<Long, Tracked> ofBucket : orders.values()) {
      for (Tracked agent : ofBucket.values()) {
        SequenceTrack track = agent.order.track();
        gaps += track.gaps();
        repeats += track.repeats();
        restarts += track.restarts();
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

  /** An agent, and whether it has to be stored. */
  private static final class Tracked {
    final AgentOrder order;
    boolean changed;

    Tracked(AgentOrder order) {
      this.order = order;
    }
  }
}
