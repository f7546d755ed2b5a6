package io.chimera.refinement.state.event;

/** What became of a recommendation on its way to one subscriber. None is ever removed. */
public enum DeliveryStep {
  /** The subscriber acknowledged it. */
  DELIVERED,
  /** An attempt failed and is repeated. */
  RETRIED,
  /** The first round of attempts is over without success: it is a dead letter, a round follows. */
  UNDELIVERED,
  /** Given up. */
  FAILED,
  /** Its time to live was over before the subscriber took it. */
  EXPIRED
}
