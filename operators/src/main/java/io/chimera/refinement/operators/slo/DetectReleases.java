package io.chimera.refinement.operators.slo;

import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.SequenceEvent;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Notices that a component reports under a release it has not reported under before. Keyed by
 * system and component.
 *
 * <p>State: the releases seen, of which nobody forgets any; the first of a component is no event.
 */
public final class DetectReleases extends KeyedProcessFunction<String, WindowStats, SequenceEvent> {
  private static final long serialVersionUID = 1;

  private transient MapState<String, Boolean> known;

  /** The component of a fleet pane. */
  public static String component(WindowStats pane) {
    SeriesKey key = pane.key();
    return key.system() + '/' + key.component();
  }

  @Override
  public void open(OpenContext context) {
    known =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("known-releases", Types.STRING, Types.BOOLEAN));
  }

  @Override
  public void processElement(WindowStats pane, Context context, Collector<SequenceEvent> out)
      throws Exception {
    for (String release : pane.releases().keySet()) {
      if (!known.contains(release)) {
        if (!known.isEmpty()) {
          SeriesKey key = pane.key();
          out.collect(
              new SequenceEvent(
                  SequenceEvent.Kind.RELEASE,
                  key.system(),
                  key.component(),
                  "",
                  release,
                  context.getCurrentKey(),
                  pane.endMillis(),
                  ""));
        }
        known.put(release, true);
      }
    }
  }
}
