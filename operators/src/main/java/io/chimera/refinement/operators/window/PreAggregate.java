package io.chimera.refinement.operators.window;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.Sample;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.window.WindowShape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Folds reports into panes on the spot, so that the keyed stage is asked once per pane and not once
 * per report.
 *
 * <p>Each pane goes to its agent's series and, merged over the agents seen here, to the fleet
 * series. No state: everything leaves when the watermark closes a pane, before a checkpoint's
 * barrier, when the input falls idle, when too many panes are open, and at the end. Parts of one
 * pane may leave at several times; the keyed stage merges them, and the result does not depend on
 * how.
 */
public final class PreAggregate extends AbstractStreamOperator<PartialPane>
    implements OneInputStreamOperator<KpiReport, PartialPane> {
  private static final long serialVersionUID = 1;
  private static final int MAX_OPEN = 200_000;

  private final WindowShape shape;

  private transient TreeMap<Long, Map<Slot, Pane>> open;
  private transient int openPanes;
  private transient long lastStart;
  private transient Map<Slot, Pane> lastPanes;

  public PreAggregate(WindowShape shape) {
    this.shape = shape;
  }

  @Override
  public void open() throws Exception {
    super.open();
    open = new TreeMap<>();
  }

  @Override
  public void processElement(StreamRecord<KpiReport> element) {
    KpiReport report = element.getValue();
    Map<Slot, Pane> panes = panes(shape.paneStart(report.timestampMillis()));
    int before = panes.size();
    for (Sample sample : report.samples()) {
      Slot slot =
          new Slot(
              report.system(),
              report.component(),
              report.agentId(),
              sample.metric(),
              report.labels(),
              report.release());
      Pane pane = panes.get(slot);
      if (pane == null) {
        pane = new Pane();
        panes.put(slot, pane);
      }
      pane.add(sample);
    }
    openPanes += panes.size() - before;
    if (openPanes > MAX_OPEN) {
      flushUntil(Long.MAX_VALUE);
    }
  }

  private Map<Slot, Pane> panes(long start) {
    if (lastPanes == null || lastStart != start) {
      lastPanes = open.computeIfAbsent(start, key -> new LinkedHashMap<>());
      lastStart = start;
    }
    return lastPanes;
  }

  private void flushUntil(long watermark) {
    while (!open.isEmpty() && open.firstKey() + shape.slideMillis() - 1 <= watermark) {
      Map.Entry<Long, Map<Slot, Pane>> first = open.pollFirstEntry();
      lastPanes = null;
      openPanes -= first.getValue().size();
      emit(first.getKey(), first.getValue());
    }
  }

  private void emit(long start, Map<Slot, Pane> panes) {
    Map<Slot, Pane> fleets = new LinkedHashMap<>();
    Map<AgentSeen, Boolean> agents = new HashMap<>();
    panes.forEach(
        (slot, pane) -> {
          fleets.computeIfAbsent(slot.fleet(), key -> new Pane()).merge(pane);
          AgentSeen seen =
              new AgentSeen(
                  slot.system(), slot.component(), slot.agentId(), start + shape.slideMillis());
          if (agents.put(seen, true) == null) {
            output.collect(SideOutputs.AGENTS, new StreamRecord<>(seen, start));
          }
          send(start, slot, pane);
        });
    fleets.forEach((slot, pane) -> send(start, slot, pane));
  }

  private void send(long start, Slot slot, Pane pane) {
    output.collect(
        new StreamRecord<>(new PartialPane(slot.series(), slot.release(), start, pane), start));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flushUntil(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (status.isIdle()) {
      flushUntil(Long.MAX_VALUE);
    }
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flushUntil(Long.MAX_VALUE);
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flushUntil(Long.MAX_VALUE);
    super.finish();
  }

  /** One series and release, as the fields of the report name it: no text is built per report. */
  private record Slot(
      String system,
      String component,
      String agentId,
      String metric,
      String labels,
      String release) {
    Slot fleet() {
      return new Slot(system, component, SeriesKey.FLEET, metric, labels, release);
    }

    String series() {
      return new SeriesKey(system, component, agentId, metric, labels).canonical();
    }
  }
}
