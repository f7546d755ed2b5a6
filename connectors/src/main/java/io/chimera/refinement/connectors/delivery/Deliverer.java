package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetryAfter;
import io.chimera.refinement.connectors.http.RetrySchedule;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.DeliveryStep;
import io.chimera.refinement.state.event.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Brings advice to one subscriber: at least once, in order per subject, never after its time to
 * live.
 *
 * <p>A round is one attempt and its retries. After the first round without success the advice is a
 * dead letter; a second round follows later, and after it the advice is given up (REF-L7-03). While
 * the breaker is open or the subscriber has asked for a pause, nothing is sent and no attempt is
 * used up. Everything but the requests themselves runs on one thread, and nothing waits.
 */
final class Deliverer {
  /** Who asks for a longer pause is not waited for when the job ends. */
  private static final long LONGEST_PAUSE_AT_THE_END_MILLIS = 10_000;

  private final Subscriber subscriber;
  private final DeliveryPolicy policy;
  private final Site site;
  private final RetrySchedule schedule;
  private final CircuitBreaker breaker;
  private final DeliveryQueue queue = new DeliveryQueue();
  private int inFlight;
  private long pausedUntilMillis = Long.MIN_VALUE;
  private boolean draining;

  /**
   * What the deliverer is given by its place.
   *
   * @param nowMillis wall clock
   * @param mailbox runs what it is given on the deliverer's thread
   * @param subtask index of the parallel instance
   */
  record Site(
      LongSupplier nowMillis, Executor mailbox, Transport transport, Outlet outlet, int subtask) {}

  /** Where it tells what happened. */
  interface Outlet {
    void report(DeliveryStep step, Advice advice);

    void undelivered(DeadLetter letter);

    /** A request was answered, or not, and what that means now. */
    void answered(Reply reply, long startedMillis, CircuitBreaker.State breaker);
  }

  Deliverer(Subscriber subscriber, DeliveryPolicy policy, Site site) {
    this.subscriber = subscriber;
    this.policy = policy;
    this.site = site;
    this.schedule = RetrySchedule.ofSubtask(policy.retry(), site.subtask());
    this.breaker = new CircuitBreaker(policy.breaker(), site.nowMillis());
  }

  DeliveryQueue queue() {
    return queue;
  }

  int inFlight() {
    return inFlight;
  }

  CircuitBreaker.State breaker() {
    return breaker.state();
  }

  boolean isIdle() {
    return queue.size() == 0;
  }

  /**
   * Takes advice over. What has expired already is only counted: nobody has missed it here, and it
   * is still in its topic. What finds no room is given up at once.
   */
  void accept(Advice advice) {
    long now = site.nowMillis().getAsLong();
    if (advice.expiresMillis() <= now) {
      site.outlet().report(DeliveryStep.EXPIRED, advice);
      return;
    }
    if (queue.size() >= policy.maxWaiting()) {
      undelivered(advice, policy.maxWaiting() + " recommendations wait already");
      site.outlet().report(DeliveryStep.FAILED, advice);
      return;
    }
    queue.add(new PendingAdvice(advice, false, false, 0, now));
    dispatch();
  }

  /** Sends what may be sent now. */
  void dispatch() {
    long now = site.nowMillis().getAsLong();
    queue.expired(now).forEach(this::expire);
    if (draining) {
      boolean away =
          breaker.state() == CircuitBreaker.State.OPEN
              || pausedUntilMillis > now + LONGEST_PAUSE_AT_THE_END_MILLIS;
      queue
          .take(parcel -> away || parcel.isSecondRound())
          .forEach(parcel -> giveUp(parcel, "the job ended while it took nothing"));
    }
    while (inFlight < limit() && now >= pausedUntilMillis && breaker.permits()) {
      Parcel parcel = queue.next(now).orElse(null);
      if (parcel == null) {
        return;
      }
      send(parcel, now);
    }
  }

  /**
   * When {@link #dispatch} has something to do next, if no answer comes before; {@link
   * Long#MAX_VALUE} for never.
   */
  long wakeMillis() {
    if (inFlight >= limit() || queue.dueMillis() == Long.MAX_VALUE) {
      return queue.expiryMillis();
    }
    long due = Math.max(queue.dueMillis(), pausedUntilMillis);
    long sent = breaker.permits() ? due : Math.max(due, breaker.halfOpenAtMillis());
    return Math.min(sent, queue.expiryMillis());
  }

  /**
   * No more advice will come: what is here gets its first round, without waiting for a recovery.
   */
  void drain() {
    draining = true;
    dispatch();
  }

  private int limit() {
    return breaker.state() == CircuitBreaker.State.CLOSED ? subscriber.requests().maxInFlight() : 1;
  }

  private void send(Parcel parcel, long nowMillis) {
    inFlight++;
    site.transport()
        .post(
            parcel.advice(),
            nowMillis,
            reply -> site.mailbox().execute(() -> answered(parcel, reply, nowMillis)));
  }

  private void answered(Parcel parcel, Reply reply, long startedMillis) {
    inFlight--;
    switch (ReplyClassifier.classify(reply.status())) {
      case DONE -> {
        breaker.succeeded();
        delivered(parcel);
      }
      case RETRY -> retry(parcel, reply);
      case REFUSED -> {
        // The subscriber is there and well; it just does not want this.
        breaker.succeeded();
        refused(parcel, reply);
      }
    }
    site.outlet().answered(reply, startedMillis, breaker.state());
    dispatch();
  }

  private void delivered(Parcel parcel) {
    queue.settle(parcel);
    site.outlet().report(DeliveryStep.DELIVERED, parcel.advice());
    for (Parcel overtaken : queue.overtakenBy(parcel)) {
      site.outlet().report(DeliveryStep.FAILED, overtaken.advice());
    }
  }

  private void retry(Parcel parcel, Reply reply) {
    long now = site.nowMillis().getAsLong();
    OptionalLong asked = RetryAfter.millis(reply.retryAfter(), now);
    if (asked.isPresent()) {
      pausedUntilMillis = Math.max(pausedUntilMillis, now + asked.getAsLong());
    }
    // Who asks for a pause is there; a probe that meets this has not been served all the same.
    if (asked.isEmpty() || breaker.state() == CircuitBreaker.State.HALF_OPEN) {
      breaker.failed();
    }
    int failures = parcel.fail();
    if (failures <= schedule.retries()) {
      site.outlet().report(DeliveryStep.RETRIED, parcel.advice());
      queue.retry(parcel, now + Math.max(schedule.delayMillis(failures), asked.orElse(0)));
    } else if (parcel.isSecondRound() || draining) {
      queue.settle(parcel);
      giveUp(parcel, reply.sentence());
    } else {
      undelivered(parcel.advice(), reply.sentence());
      parcel.beginSecondRound();
      queue.retry(parcel, now + policy.secondRoundMillis());
    }
  }

  private void refused(Parcel parcel, Reply reply) {
    if (parcel.isSecondRound() || draining) {
      queue.settle(parcel);
      giveUp(parcel, reply.sentence());
    } else {
      undelivered(parcel.advice(), reply.sentence());
      parcel.beginSecondRound();
      queue.park(parcel, site.nowMillis().getAsLong() + policy.secondRoundMillis());
    }
  }

  private void expire(Parcel parcel) {
    if (!parcel.isSecondRound()) {
      undelivered(parcel.advice(), "its time to live was over before it was taken");
    }
    site.outlet().report(DeliveryStep.EXPIRED, parcel.advice());
  }

  private void giveUp(Parcel parcel, String why) {
    if (!parcel.isSecondRound()) {
      undelivered(parcel.advice(), why);
    }
    site.outlet().report(DeliveryStep.FAILED, parcel.advice());
  }

  private void undelivered(Advice advice, String why) {
    Map<String, String> headers = new HashMap<>(advice.headers());
    headers.put(DeadLetter.SUBSCRIBER, subscriber.name());
    site.outlet().report(DeliveryStep.UNDELIVERED, advice);
    site.outlet()
        .undelivered(
            DeadLetter.of(
                Reason.SINK_REJECTED,
                "not delivered to subscriber %s (%s): %s"
                    .formatted(subscriber.name(), subscriber.protocol().text(), why),
                advice.origin(),
                advice.decidedMillis(),
                advice.json(),
                headers));
  }
}
