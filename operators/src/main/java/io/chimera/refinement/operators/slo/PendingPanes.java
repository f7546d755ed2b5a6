package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.TermPanes;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Collects the parts of a pane until event time has reached its end: several series, from several
 * instances, make one value, and the order in which they come must not matter.
 *
 * <p>State: the parts of the panes that are open, cleared by a timer at the end of each.
 */
final class PendingPanes {
  private final MapState<Long, TermPanes> pending;

  PendingPanes(RuntimeContext context) {
    pending =
        context.getMapState(
            new MapStateDescriptor<>("pending-panes", Types.LONG, EventTypes.TERM_PANES));
  }

  /** Adds a part and sees to it that the end of its pane is noticed. */
  void add(IndicatorPane part, TimerService timers) throws Exception {
    TermPanes panes = pending.get(part.endMillis());
    panes = panes == null ? new TermPanes() : panes;
    panes.add(part.term(), part.role(), part.startMillis(), part.pane());
    pending.put(part.endMillis(), panes);
    timers.registerEventTimeTimer(part.endMillis() - 1);
  }

  /** What came for the pane that ends after this timer, or null when it was none of these. */
  TermPanes take(long timerMillis) throws Exception {
    TermPanes panes = pending.get(timerMillis + 1);
    if (panes != null) {
      pending.remove(timerMillis + 1);
    }
    return panes;
  }
}
