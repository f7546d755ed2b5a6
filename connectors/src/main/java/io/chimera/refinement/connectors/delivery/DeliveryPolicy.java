package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import java.io.Serializable;

/**
 * How hard a subscriber is tried.
 *
 * @param retry waits between the attempts of a round
 * @param breaker when to stop trying for a while
 * @param secondRoundMillis from the end of the first round of attempts to the second
 * @param maxWaiting recommendations that wait per parallel instance; a further one is at once a
 *     dead letter
 */
public record DeliveryPolicy(
    RetrySchedule.Params retry,
    CircuitBreaker.Params breaker,
    long secondRoundMillis,
    int maxWaiting)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** As required (REF-L4-04, REF-L4-05); a minute between the rounds, 10,000 that wait. */
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(
          RetrySchedule.Params.DEFAULT, CircuitBreaker.Params.DEFAULT, 60_000, 10_000);

  public DeliveryPolicy {
    if (secondRoundMillis < 1) {
      throw new IllegalArgumentException(
          "secondRoundMillis must be at least 1, was " + secondRoundMillis);
    }
    if (maxWaiting < 1) {
      throw new IllegalArgumentException("maxWaiting must be at least 1, was " + maxWaiting);
    }
  }
}
