package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.Stored;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Notices by the wall clock that nothing is reported any more, since event time stands still then.
 * After a restart it counts anew: nothing could be reported meanwhile.
 *
 * <p>State: the end of the newest pane, and when it will have been too long ago.
 */
final class AbsenceClock {
  private final ValueState<Long> lastEnd;
  private final ValueState<Long> dueAt;

  /** When this attempt heard of anything first; 0 before that. */
  private long beganMillis;

  AbsenceClock(RuntimeContext context) {
    lastEnd = context.getState(new ValueStateDescriptor<>("last-sign", Types.LONG));
    dueAt = context.getState(new ValueStateDescriptor<>("absent-at", Types.LONG));
  }

  /** A pane that ends at {@code endMillis} has come: a sign of life. */
  void hear(long endMillis, long holdMillis, TimerService timers) throws Exception {
    long now = timers.currentProcessingTime();
    beganMillis = beganMillis == 0 ? now : beganMillis;
    if (dueAt.value() != null) {
      timers.deleteProcessingTimeTimer(dueAt.value());
    }
    setTo(now + holdMillis, timers);
    lastEnd.update(Math.max(Stored.or(lastEnd, () -> 0L), endMillis));
  }

  /** Whether this timer says that nothing has come for the hold. */
  boolean isOver(long timerMillis, long holdMillis, TimerService timers) throws Exception {
    Long due = dueAt.value();
    if (due == null || due != timerMillis) {
      return false;
    }
    if (beganMillis == 0) {
      beganMillis = timers.currentProcessingTime();
      setTo(beganMillis + holdMillis, timers);
      return false;
    }
    return true;
  }

  private void setTo(long untilMillis, TimerService timers) throws Exception {
    dueAt.update(untilMillis);
    timers.registerProcessingTimeTimer(untilMillis);
  }

  /** End of the newest pane, epoch milliseconds of event time. */
  long lastEndMillis() throws Exception {
    return lastEnd.value();
  }
}
