package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.DeliveryReport;
import io.chimera.refinement.state.event.DeliveryStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Delivers to one subscriber and reports each step; undelivered advice goes to a side output.
 *
 * <p>State: per subject what is not settled, on its way or not; whoever restores sends it again, so
 * a checkpoint waits for no request. Who clears it: acknowledgement, two rounds of attempts, or the
 * advice's time to live. Time: the wall clock. {@link #processElement} never waits, since a barrier
 * would wait behind it: beyond {@link DeliveryPolicy#maxWaiting} a recommendation is at once
 * undelivered. The end of the input waits until all is settled.
 */
final class DeliverRecommendations extends AbstractStreamOperator<DeliveryReport>
    implements OneInputStreamOperator<Advice, DeliveryReport>, BoundedOneInput, Deliverer.Outlet {
  private static final long serialVersionUID = 1;

  /** A state name is for ever. */
  private static final ListStateDescriptor<PendingAdvice> PENDING =
      new ListStateDescriptor<>("pending-advice", TypeInformation.of(PendingAdvice.class));

  private final Subscriber subscriber;
  private final DeliveryPolicy policy;
  private final OutputTag<DeadLetter> undelivered;
  private final Transport transport;
  private final MailboxExecutor mailbox;
  private final List<PendingAdvice> restored = new ArrayList<>();

  private ListState<PendingAdvice> pending;
  private Deliverer deliverer;
  private DeliveryMetrics deliveryMetrics;
  private SubscriberLog log;
  private long alarmMillis = Long.MAX_VALUE;
  private ScheduledFuture<?> alarm;

  DeliverRecommendations(
      StreamOperatorParameters<DeliveryReport> parameters,
      Subscriber subscriber,
      DeliveryPolicy policy,
      OutputTag<DeadLetter> undelivered,
      Transport transport) {
    super(parameters);
    this.subscriber = subscriber;
    this.policy = policy;
    this.undelivered = undelivered;
    this.transport = transport;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    pending = context.getKeyedStateStore().getListState(PENDING);
    getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            PENDING,
            (key, state) -> state.get().forEach(restored::add));
  }

  @Override
  public void open() throws Exception {
    super.open();
    LongSupplier now = getProcessingTimeService()::getCurrentProcessingTime;
    deliverer =
        new Deliverer(
            subscriber,
            policy,
            new Deliverer.Site(
                now,
                this::onTaskThread,
                transport,
                this,
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask()));
    deliveryMetrics = new DeliveryMetrics(getMetricGroup(), subscriber, deliverer, now);
    log = new SubscriberLog(subscriber, now);
    restored.forEach(deliverer.queue()::add);
    restored.clear();
    setAlarm();
  }

  @Override
  public void processElement(StreamRecord<Advice> element) throws Exception {
    deliverer.accept(element.getValue());
    setAlarm();
  }

  @Override
  public void endInput() throws Exception {
    deliverer.drain();
    setAlarm();
    while (!deliverer.isIdle()) {
      mailbox.yield();
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    for (String subject : deliverer.queue().takeTouched()) {
      setCurrentKey(subject);
      // An empty list clears it.
      pending.update(deliverer.queue().pending(subject));
    }
  }

  @Override
  public void report(DeliveryStep step, Advice advice) {
    long waited =
        Math.max(0, getProcessingTimeService().getCurrentProcessingTime() - advice.emittedMillis());
    deliveryMetrics.count(step, waited);
    output.collect(
        new StreamRecord<>(
            new DeliveryReport(
                subscriber.name(),
                subscriber.protocol().text(),
                step,
                advice.recommendationId(),
                waited)));
  }

  @Override
  public void undelivered(DeadLetter letter) {
    output.collect(undelivered, new StreamRecord<>(letter));
  }

  @Override
  public void answered(Reply reply, long startedMillis, CircuitBreaker.State breaker) {
    deliveryMetrics.answered(startedMillis);
    log.answered(reply, breaker);
  }

  private void onTaskThread(Runnable answer) {
    try {
      mailbox.execute(
          () -> {
            answer.run();
            setAlarm();
          },
          "Take the answer of a subscriber");
    } catch (RejectedExecutionException e) {
      // The task has ended; the advice is in its last checkpoint.
    }
  }

  private void setAlarm() {
    long wake = deliverer.wakeMillis();
    if (wake == Long.MAX_VALUE) {
      return;
    }
    long at = Math.max(wake, getProcessingTimeService().getCurrentProcessingTime() + 1);
    if (at < alarmMillis) {
      if (alarm != null) {
        alarm.cancel(false);
      }
      alarmMillis = at;
      alarm =
          getProcessingTimeService()
              .registerTimer(
                  at,
                  time -> {
                    alarmMillis = Long.MAX_VALUE;
                    deliverer.dispatch();
                    setAlarm();
                  });
    }
  }

  @Override
  public void close() throws Exception {
    transport.close();
    super.close();
  }
}
