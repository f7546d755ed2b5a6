package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a subscriber is in trouble: at most once a minute, with how many requests it was, and
 * its end once.
 */
final class SubscriberLog {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriberLog.class);
  private static final long INTERVAL_MILLIS = 60_000;

  private final Subscriber subscriber;
  private final LongSupplier nowMillis;
  private long failures;
  private long saidMillis;
  private boolean troubled;

  SubscriberLog(Subscriber subscriber, LongSupplier nowMillis) {
    this.subscriber = subscriber;
    this.nowMillis = nowMillis;
  }

  void answered(Reply reply, CircuitBreaker.State breaker) {
    if (ReplyClassifier.classify(reply.status()) == ReplyClassifier.Action.DONE) {
      if (troubled) {
        LOG.info("{} takes recommendations again", subscriber);
      }
      troubled = false;
      failures = 0;
      return;
    }
    failures++;
    long now = nowMillis.getAsLong();
    if (!troubled || now - saidMillis >= INTERVAL_MILLIS) {
      LOG.warn(
          "{} request(s) failed at {}, the last with {}; breaker {}. What is not delivered is in"
              + " dead-letters",
          failures,
          subscriber,
          reply.outcome(),
          breaker);
      troubled = true;
      saidMillis = now;
      failures = 0;
    }
  }
}
