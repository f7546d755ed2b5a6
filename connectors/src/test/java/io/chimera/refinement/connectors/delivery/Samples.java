package io.chimera.refinement.connectors.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import io.chimera.refinement.state.event.Origin;
import java.util.List;
import java.util.Map;

/** Subscribers, policies and advice of the tests. */
final class Samples {
  /** 2026-11-21T08:00:00Z. */
  static final long START = 1_795_248_000_000L;

  static final String SECRET = "a secret of this test";

  /** The required delays without jitter, and a breaker that stays out of the way. */
  static final DeliveryPolicy PATIENT = policy(1_000_000);

  /** The required delays without jitter, and the required breaker. */
  static final DeliveryPolicy REQUIRED = policy(5);

  private Samples() {}

  private static DeliveryPolicy policy(int failures) {
    return new DeliveryPolicy(
        new RetrySchedule.Params(List.of(1_000L, 2_000L, 4_000L), 0),
        new CircuitBreaker.Params(failures, 60_000),
        60_000,
        10_000);
  }

  static Subscriber rest(String url) {
    return subscriber(Protocol.REST, url, Subscriber.Requests.DEFAULT);
  }

  static Subscriber webhook(String url) {
    return subscriber(Protocol.WEBHOOK, url, Subscriber.Requests.DEFAULT);
  }

  static Subscriber subscriber(Protocol protocol, String url, Subscriber.Requests requests) {
    String secret = protocol == Protocol.WEBHOOK ? SECRET : "";
    return new Subscriber(
        "pager", protocol, url, secret, "", Interest.EVERYTHING, requests, DeliveryPolicy.DEFAULT);
  }

  /** The {@code number}th advice to a subject, all in one partition; valid for ten minutes. */
  static Advice advice(String subject, int number) {
    return advice(subject, number, START + 600_000);
  }

  static Advice advice(String subject, int number, long expiresMillis) {
    String id = subject + '-' + number;
    return new Advice(
        id,
        "shop",
        subject,
        START,
        expiresMillis,
        START,
        ("{\"recommendationId\":\"" + id + "\"}").getBytes(UTF_8),
        new Origin("refinement.recommendations", 3, number, 0, START),
        Map.of("ce_id", id, "ce_type", "io.chimera.refinement.recommendation.v1"));
  }
}
