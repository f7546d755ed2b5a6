package io.chimera.refinement.connectors.delivery;

import static io.chimera.refinement.connectors.delivery.Samples.PATIENT;
import static io.chimera.refinement.connectors.delivery.Samples.REQUIRED;
import static io.chimera.refinement.connectors.delivery.Samples.START;
import static io.chimera.refinement.connectors.delivery.Samples.advice;
import static io.chimera.refinement.connectors.delivery.VirtualSubscriber.OK;
import static io.chimera.refinement.state.event.DeliveryStep.DELIVERED;
import static io.chimera.refinement.state.event.DeliveryStep.EXPIRED;
import static io.chimera.refinement.state.event.DeliveryStep.FAILED;
import static io.chimera.refinement.state.event.DeliveryStep.RETRIED;
import static io.chimera.refinement.state.event.DeliveryStep.UNDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Reason;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-L7-03, REF-L4-04, REF-L4-05: how hard a subscriber is tried")
class DelivererTest {
  private static final Reply BROKEN = new Reply(500, "oops", null);
  private static final Reply WRONG = new Reply(400, "no such field", null);

  private static VirtualSubscriber always(DeliveryPolicy policy, Reply reply) {
    return new VirtualSubscriber(policy, advice -> reply);
  }

  /** Answers in this order, then well. */
  private static VirtualSubscriber first(DeliveryPolicy policy, Reply... replies) {
    Deque<Reply> left = new ArrayDeque<>(List.of(replies));
    return new VirtualSubscriber(policy, advice -> left.isEmpty() ? OK : left.poll());
  }

  @Test
  void aRoundIsOneAttemptAndThreeRetriesAfterOneTwoAndFourSecondsAndASecondRoundFollows() {
    var subscriber = always(PATIENT, BROKEN);
    subscriber.deliverer().accept(advice("cart", 1));
    subscriber.run(500);
    assertThat(subscriber.sentAt("cart-1"))
        .containsExactly(0.0, 1.0, 3.0, 7.0, 67.0, 68.0, 70.0, 74.0);
    assertThat(subscriber.told().stream().map(VirtualSubscriber.Told::step))
        .containsExactly(RETRIED, RETRIED, RETRIED, UNDELIVERED, RETRIED, RETRIED, RETRIED, FAILED);
    assertThat(subscriber.deliverer().isIdle()).isTrue();
  }

  @Test
  void whatIsUndeliveredIsADeadLetterWithItsBytesAndWhoMissesIt() {
    var subscriber = always(PATIENT, BROKEN);
    Advice advice = advice("cart", 1);
    subscriber.deliverer().accept(advice);
    subscriber.run(500);
    assertThat(subscriber.letters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).isEqualTo(Reason.SINK_REJECTED);
              assertThat(letter.detail())
                  .isEqualTo("not delivered to subscriber pager (rest): status 500, oops");
              assertThat(letter.origin()).isEqualTo(advice.origin());
              assertThat(letter.timestampMillis()).isEqualTo(START);
              assertThat(letter.payload()).isEqualTo(advice.json());
              assertThat(letter.headers())
                  .containsEntry(DeadLetter.SUBSCRIBER, "pager")
                  .containsEntry("ce_id", "cart-1");
            });
  }

  @Test
  void theSecondRoundDeliversWhatTheFirstCouldNot() {
    var subscriber = first(PATIENT, BROKEN, BROKEN, BROKEN, BROKEN);
    subscriber.deliverer().accept(advice("cart", 1));
    subscriber.deliverer().accept(advice("cart", 2));
    subscriber.run(500);
    assertThat(subscriber.acknowledged()).containsExactly("cart-1", "cart-2");
    assertThat(subscriber.told(UNDELIVERED)).containsExactly("cart-1");
    assertThat(subscriber.told(FAILED)).isEmpty();
  }

  @Test
  void fiveFailuresStopEverythingForAMinuteThenOneProbeGoes() {
    int[] asked = {0};
    var subscriber = new VirtualSubscriber(REQUIRED, advice -> ++asked[0] <= 6 ? BROKEN : OK);
    for (int i = 1; i <= 10; i++) {
      subscriber.deliverer().accept(advice("c" + i, i));
    }
    subscriber.run(59);
    // Ten were on their way together when the breaker opened; what they brought home counts.
    assertThat(subscriber.deliverer().breaker()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(subscriber.sent()).hasSize(10);
    assertThat(subscriber.told(DELIVERED)).hasSize(4);
    subscriber.run(70);
    assertThat(subscriber.deliverer().breaker()).isEqualTo(CircuitBreaker.State.CLOSED);
    assertThat(subscriber.sent())
        .hasSize(16)
        .element(10)
        .satisfies(probe -> assertThat(probe.seconds()).isEqualTo(60));
    assertThat(subscriber.told(DELIVERED)).hasSize(10);
  }

  @Test
  void aSubscriberThatIsAwayCostsOneProbeAMinuteAndNothingIsLost() {
    boolean[] away = {true};
    var subscriber = new VirtualSubscriber(REQUIRED, advice -> away[0] ? BROKEN : OK);
    for (int i = 1; i <= 20; i++) {
      subscriber.deliverer().accept(advice("c" + i, i));
    }
    subscriber.run(0.5);
    assertThat(subscriber.deliverer().breaker()).isEqualTo(CircuitBreaker.State.OPEN);
    int sent = subscriber.sent().size();
    subscriber.run(179);
    assertThat(subscriber.sent().size() - sent).isEqualTo(2);
    away[0] = false;
    subscriber.run(200);
    assertThat(subscriber.told(DELIVERED)).hasSize(20);
    assertThat(subscriber.letters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aPauseThatIsAskedForHoldsForAllSubjectsAndDoesNotOpenTheBreaker(int status) {
    var subscriber = first(REQUIRED, new Reply(status, "", "7"));
    subscriber.deliverer().accept(advice("cart", 1));
    subscriber.run(1);
    subscriber.deliverer().accept(advice("search", 2));
    subscriber.run(100);
    assertThat(subscriber.sent())
        .containsExactly(
            new VirtualSubscriber.Sent(0, "cart-1"),
            new VirtualSubscriber.Sent(7, "search-2"),
            new VirtualSubscriber.Sent(7, "cart-1"));
    assertThat(subscriber.deliverer().breaker()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void adviceToOneSubjectWaitsForItsPredecessorAndOthersDoNot() {
    var subscriber =
        new VirtualSubscriber(
            PATIENT, advice -> advice.recommendationId().equals("cart-1") ? BROKEN : OK);
    subscriber.deliverer().accept(advice("cart", 1));
    subscriber.deliverer().accept(advice("cart", 2));
    subscriber.deliverer().accept(advice("search", 3));
    subscriber.run(0.1);
    assertThat(subscriber.acknowledged()).containsExactly("search-3");
    subscriber.run(500);
    assertThat(subscriber.acknowledged()).containsExactly("search-3", "cart-2");
    assertThat(subscriber.told(FAILED)).containsExactly("cart-1");
  }

  @Test
  void whatIsRefusedLetsLaterAdvicePassAndIsNeverSentAfterIt() {
    var subscriber = first(PATIENT, WRONG);
    subscriber.deliverer().accept(advice("cart", 1));
    subscriber.deliverer().accept(advice("cart", 2));
    subscriber.run(500);
    assertThat(subscriber.sentAt("cart-1")).containsExactly(0.0);
    assertThat(subscriber.acknowledged()).containsExactly("cart-2");
    assertThat(subscriber.told(UNDELIVERED)).containsExactly("cart-1");
    assertThat(subscriber.told(FAILED)).containsExactly("cart-1");
    assertThat(subscriber.deliverer().isIdle()).isTrue();
  }

  @Test
  void whatIsRefusedIsTriedOnceMoreAMinuteLaterIfNothingOvertookIt() {
    var subscriber = first(PATIENT, WRONG);
    subscriber.deliverer().accept(advice("cart", 1));
    subscriber.run(500);
    assertThat(subscriber.sentAt("cart-1")).containsExactly(0.0, 60.0);
    assertThat(subscriber.acknowledged()).containsExactly("cart-1");
    var stubborn = always(PATIENT, WRONG);
    stubborn.deliverer().accept(advice("cart", 1));
    stubborn.run(500);
    assertThat(stubborn.sentAt("cart-1")).hasSize(2);
    assertThat(stubborn.told(FAILED)).containsExactly("cart-1");
    assertThat(stubborn.letters()).hasSize(1);
  }

  @Test
  void whatWasRefusedIsTriedAgainInItsOrder() {
    var subscriber = first(PATIENT, WRONG, WRONG, new Reply(429, "", "70"));
    subscriber.deliverer().accept(advice("cart", 1));
    subscriber.deliverer().accept(advice("cart", 2));
    subscriber.run(0.5);
    subscriber.deliverer().accept(advice("search", 3));
    // Both fall due at 60 s, during the pause.
    subscriber.run(500);
    assertThat(subscriber.sent().stream().map(VirtualSubscriber.Sent::id))
        .startsWith("cart-1", "cart-2", "search-3")
        .filteredOn(id -> id.startsWith("cart"))
        .containsExactly("cart-1", "cart-2", "cart-1", "cart-2");
    assertThat(subscriber.sentAt("cart-1").get(1)).isGreaterThanOrEqualTo(70);
    assertThat(subscriber.told(DELIVERED)).contains("cart-1", "cart-2", "search-3");
    assertThat(subscriber.told(FAILED)).isEmpty();
  }

  @Test
  void whatWasRefusedReturnsBehindOlderAdviceAndBeforeYounger() {
    DeliveryQueue queue = new DeliveryQueue();
    for (int number : new int[] {1, 3, 2}) {
      boolean parked = number == 2;
      queue.add(
          new PendingAdvice(advice("cart", number), parked, parked, 0, parked ? START + 1 : START));
    }
    List<String> order = new ArrayList<>();
    for (Parcel next = queue.next(START + 1).orElse(null);
        next != null;
        next = queue.next(START + 1).orElse(null)) {
      order.add(next.advice().recommendationId());
      queue.settle(next);
    }
    assertThat(order).containsExactly("cart-1", "cart-2", "cart-3");
  }

  @Test
  void nothingIsSentOnceItsTimeToLiveIsOver() {
    var subscriber = always(PATIENT, BROKEN);
    subscriber.deliverer().accept(advice("cart", 1, START + 3_000));
    subscriber.deliverer().accept(advice("cart", 2, START + 2_000));
    subscriber.run(500);
    assertThat(subscriber.sent())
        .containsExactly(
            new VirtualSubscriber.Sent(0, "cart-1"), new VirtualSubscriber.Sent(1, "cart-1"));
    assertThat(subscriber.told(EXPIRED)).containsExactly("cart-2", "cart-1");
    assertThat(subscriber.letters()).hasSize(2);
    assertThat(subscriber.deliverer().isIdle()).isTrue();
  }

  @Test
  void whatComesTooLateIsOnlyCounted() {
    var subscriber = always(PATIENT, OK);
    subscriber.deliverer().accept(advice("cart", 1, START));
    subscriber.run(10);
    assertThat(subscriber.sent()).isEmpty();
    assertThat(subscriber.told(EXPIRED)).containsExactly("cart-1");
    assertThat(subscriber.letters()).isEmpty();
  }

  @Test
  void theEndOfTheInputWaitsForNoRecovery() {
    var subscriber = always(REQUIRED, BROKEN);
    for (int i = 1; i <= 20; i++) {
      subscriber.deliverer().accept(advice("c" + i, i));
    }
    subscriber.deliverer().drain();
    subscriber.run(60);
    assertThat(subscriber.deliverer().isIdle()).isTrue();
    assertThat(subscriber.seconds()).isLessThanOrEqualTo(60);
    assertThat(subscriber.letters()).hasSize(20);
    assertThat(subscriber.told(FAILED)).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aFlakySubscriberGetsEverythingInOrderOrItIsADeadLetter(long seed) {
    Random random = new Random(seed);
    var subscriber =
        new VirtualSubscriber(
            PATIENT,
            advice ->
                switch (random.nextInt(20)) {
                  case 0, 1, 2, 3 -> BROKEN;
                  case 4 -> Reply.none("timeout");
                  case 5 -> WRONG;
                  case 6 -> new Reply(429, "", "2");
                  default -> OK;
                });
    int all = 400;
    for (int i = 1; i <= all; i++) {
      subscriber.deliverer().accept(advice("c" + random.nextInt(20), i, START + 3_600_000));
      subscriber.run(i * 0.2);
    }
    subscriber.run(3_700);

    assertThat(subscriber.deliverer().isIdle()).isTrue();
    assertThat(subscriber.mostInFlight()).isLessThanOrEqualTo(16);
    List<String> settled = new ArrayList<>(subscriber.told(DELIVERED));
    settled.addAll(subscriber.told(FAILED));
    settled.addAll(subscriber.told(EXPIRED));
    assertThat(settled).hasSize(all).doesNotHaveDuplicates();
    assertThat(subscriber.told(UNDELIVERED)).containsAll(subscriber.told(FAILED));
    IntStream.range(0, 20)
        .mapToObj(subject -> "c" + subject + '-')
        .forEach(
            subject ->
                assertThat(
                        subscriber.acknowledged().stream()
                            .filter(id -> id.startsWith(subject))
                            .map(id -> Integer.parseInt(id.substring(subject.length()))))
                    .isSortedAccordingTo(Comparator.naturalOrder()));
  }

  @Test
  void whatIsDeliveredIsForgottenAtOnceThoughSomethingThatExpiresSoonerStillWaits() {
    var subscriber =
        new VirtualSubscriber(REQUIRED, advice -> advice.component().equals("cart") ? WRONG : OK);
    Advice delivered = advice("search", 2, START + 600_000);
    WeakReference<Advice> memory = new WeakReference<>(delivered);
    subscriber.deliverer().accept(advice("cart", 1, START + 300_000));
    subscriber.deliverer().accept(delivered);
    subscriber.run(1);
    assertThat(subscriber.told(DELIVERED)).containsExactly("search-2");
    assertThat(subscriber.deliverer().queue().size()).isEqualTo(1);
    delivered = null;
    await()
        .until(
            () -> {
              System.gc();
              return memory.refersTo(null);
            });
  }
}
