package io.chimera.refinement.operators.window;

import io.chimera.refinement.operators.KeyedCache;
import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.SelfMeter;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.SeriesPanes;
import io.chimera.refinement.state.window.WindowShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Merges panes into sliding windows, one per slide while a series has values, and closed minutes
 * for the rollups, closed panes of fleets for objectives. Keyed by series.
 *
 * <p>State: the panes of the last window, dropped as event time passes them; a series without panes
 * has no state. Parts of panes wait in memory until event time passes the end of a pane, or until a
 * checkpoint's barrier; the panes of a series are kept at hand and written in front of a snapshot.
 * Time: one event-time timer per series, at the next window end. An operator and not a function
 * because it measures from the moment at which the watermark arrives until a window is out
 * (REF-STR-02).
 */
public final class SummariseWindow extends AbstractStreamOperator<WindowStats>
    implements OneInputStreamOperator<PartialPane, WindowStats>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1;
  private static final long MINUTE = 60_000;

  private final WindowShape shape;
  private final SelfReporting reporting;

  private transient KeyedCache<SeriesPanes> panes;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient SelfMeter meter;
  private transient long watermarkArrived;
  private transient Map<String, SeriesPanes> waiting;
  private transient long mergeAt;

  public SummariseWindow(WindowShape shape, SelfReporting reporting) {
    this.shape = shape;
    this.reporting = reporting;
  }

  @Override
  public void open() throws Exception {
    super.open();
    panes =
        new KeyedCache<>(
            getRuntimeContext()
                .getState(new ValueStateDescriptor<>("panes", EventTypes.SERIES_PANES)),
            getKeyedStateBackend(),
            this::setCurrentKey,
            KeyedCache.CAPACITY);
    waiting = new LinkedHashMap<>();
    mergeAt = Long.MIN_VALUE;
    timers = getInternalTimerService("window-ends", VoidNamespaceSerializer.INSTANCE, this);
    meter =
        reporting.meter(
            "summarise-windows", getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    reporting.start(getProcessingTimeService(), meter, () -> {}, output);
  }

  @Override
  public void processElement(StreamRecord<PartialPane> element) {
    PartialPane part = element.getValue();
    waiting
        .computeIfAbsent(part.series(), series -> new SeriesPanes())
        .add(part.startMillis(), part.release(), part.pane());
  }

  /** Merges what waits into what is known. */
  private void merge() throws Exception {
    for (Map.Entry<String, SeriesPanes> entry : waiting.entrySet()) {
      setCurrentKey(entry.getKey());
      SeriesPanes known = panes.get(entry.getKey());
      SeriesPanes parts = entry.getValue();
      if (known == null) {
        known = parts;
      } else {
        known.merge(parts);
      }
      long end = parts.firstStart() + shape.slideMillis();
      if (known.timer() == 0 || end < known.timer()) {
        if (known.timer() != 0) {
          timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, known.timer() - 1);
        }
        known.timer(end);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, end - 1);
      }
      panes.put(entry.getKey(), known);
    }
    waiting.clear();
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    SeriesPanes known = panes.get(timer.getKey());
    if (known == null) {
      return;
    }
    long end = timer.getTimestamp() + 1;
    known.window(timer.getKey(), end - shape.sizeMillis(), end).ifPresent(this::send);
    if (SeriesKey.isFleet(timer.getKey())) {
      known
          .window(timer.getKey(), end - shape.slideMillis(), end)
          .ifPresent(pane -> output.collect(SideOutputs.PANES, new StreamRecord<>(pane, end - 1)));
    }
    if (Math.floorMod(end, MINUTE) == 0) {
      known
          .window(timer.getKey(), end - MINUTE, end)
          .ifPresent(
              minute -> output.collect(SideOutputs.MINUTES, new StreamRecord<>(minute, end - 1)));
    }
    known.dropBefore(end + shape.slideMillis() - keptMillis());
    if (known.isEmpty()) {
      panes.remove(timer.getKey());
      return;
    }
    long next = end + shape.slideMillis();
    known.timer(next);
    panes.put(timer.getKey(), known);
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, next - 1);
  }

  private long keptMillis() {
    return Math.max(shape.sizeMillis(), MINUTE);
  }

  private void send(WindowStats window) {
    output.collect(new StreamRecord<>(window, window.endMillis() - 1));
    long now = getProcessingTimeService().getCurrentProcessingTime();
    meter.observe("window_processing_latency_s", Math.max(0, now - watermarkArrived) / 1000.0);
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("Cannot fire a processing-time timer: windows have none");
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermarkArrived = getProcessingTimeService().getCurrentProcessingTime();
    if (mark.getTimestamp() >= mergeAt) {
      merge();
      mergeAt =
          mark.getTimestamp() == Long.MAX_VALUE
              ? Long.MIN_VALUE
              : shape.nextEnd(mark.getTimestamp() + 1) - 1;
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    merge();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    panes.flush();
    super.snapshotState(context);
  }
}
