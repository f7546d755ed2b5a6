package io.chimera.refinement.connectors.delivery;

import static io.chimera.refinement.connectors.delivery.Samples.PATIENT;
import static io.chimera.refinement.connectors.delivery.Samples.START;
import static io.chimera.refinement.connectors.delivery.Samples.advice;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.DeliveryReport;
import io.chimera.refinement.state.event.DeliveryStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.types.PojoTestUtils;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-L7-03: what is not acknowledged survives a failure")
class DeliverRecommendationsTest {
  private static final OutputTag<DeadLetter> UNDELIVERED =
      new OutputTag<>("undelivered", TypeInformation.of(DeadLetter.class));
  private static final Reply OK = VirtualSubscriber.OK;
  private static final Reply BROKEN = new Reply(500, "", null);

  /** Requests on their way, the oldest first. */
  private static final List<OnItsWay> REQUESTS = new ArrayList<>();

  private record OnItsWay(String id, Consumer<Reply> answer) {}

  /** Keeps every request until the test answers it. */
  private static final class Held implements Transport {
    @Override
    public void post(Advice advice, long nowMillis, Consumer<Reply> answered) {
      REQUESTS.add(new OnItsWay(advice.recommendationId(), answered));
    }

    @Override
    public void close() {}
  }

  private static final class Harness
      extends KeyedOneInputStreamOperatorTestHarness<String, Advice, DeliveryReport> {
    Harness(Optional<OperatorSubtaskState> saved) throws Exception {
      this(saved, PATIENT);
    }

    Harness(Optional<OperatorSubtaskState> saved, DeliveryPolicy policy) throws Exception {
      super(
          new RecommendationDelivery(
              Samples.rest("http://localhost"), policy, UNDELIVERED, subscriber -> new Held()),
          new AdviceSubject(),
          Types.STRING);
      setProcessingTime(START);
      setup();
      if (saved.isPresent()) {
        initializeState(saved.get());
      }
      open();
    }

    void send(Advice advice) throws Exception {
      processElement(new StreamRecord<>(advice));
    }

    /** Answers the oldest request. */
    void answer(Reply reply) throws Exception {
      REQUESTS.remove(0).answer().accept(reply);
      Optional<Mail> mail = getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
      while (mail.isPresent()) {
        mail.get().run();
        mail = getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
      }
    }

    List<String> told(DeliveryStep step) {
      return extractOutputValues().stream()
          .filter(report -> report.step() == step)
          .map(DeliveryReport::recommendationId)
          .toList();
    }
  }

  @BeforeEach
  void noRequests() {
    REQUESTS.clear();
  }

  private static List<String> ids() {
    return REQUESTS.stream().map(OnItsWay::id).toList();
  }

  @Test
  void whatWaitsAndWhatIsOnItsWayIsSentAgainInOrderAfterARestore() throws Exception {
    OperatorSubtaskState saved;
    try (Harness before = new Harness(Optional.empty())) {
      before.send(advice("cart", 1));
      before.send(advice("cart", 2));
      before.send(advice("search", 3));
      before.send(advice("login", 4));
      assertThat(ids()).containsExactly("cart-1", "search-3", "login-4");
      REQUESTS.add(REQUESTS.remove(0)); // search answers first, cart stays on its way
      before.answer(OK);
      before.answer(BROKEN);
      saved = before.snapshot(1, START);
      before.answer(OK); // after the snapshot: known to the subscriber, not to the checkpoint
    }
    REQUESTS.clear();
    try (Harness after = new Harness(Optional.of(saved))) {
      after.setProcessingTime(START + 1);
      assertThat(ids()).containsExactly("cart-1");
      after.answer(OK);
      assertThat(ids()).containsExactly("cart-2");
      after.answer(OK);
      after.setProcessingTime(START + 1_000);
      assertThat(ids()).containsExactly("login-4");
      after.answer(OK);
      assertThat(after.told(DeliveryStep.DELIVERED)).containsExactly("cart-1", "cart-2", "login-4");
      after.snapshot(2, START + 2_000);
      assertThat(after.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void whatFindsNoRoomIsADeadLetterAndHoldsUpNoCheckpoint() throws Exception {
    DeliveryPolicy narrow =
        new DeliveryPolicy(PATIENT.retry(), PATIENT.breaker(), PATIENT.secondRoundMillis(), 2);
    OperatorSubtaskState saved;
    try (Harness before = new Harness(Optional.empty(), narrow)) {
      before.send(advice("cart", 1));
      before.send(advice("cart", 2));
      before.send(advice("search", 3));
      saved = before.snapshot(1, START);
      assertThat(before.getSideOutput(UNDELIVERED))
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(letter.getValue().detail())
                      .isEqualTo(
                          "not delivered to subscriber pager (rest): 2 recommendations wait"
                              + " already"));
      assertThat(before.told(DeliveryStep.FAILED)).containsExactly("search-3");
      before.answer(OK);
      before.send(advice("search", 4));
      assertThat(ids()).containsExactly("cart-2", "search-4");
    }
    REQUESTS.clear();
    try (Harness after = new Harness(Optional.of(saved), narrow)) {
      after.setProcessingTime(START + 1);
      after.answer(OK);
      after.answer(OK);
      assertThat(after.told(DeliveryStep.DELIVERED)).containsExactly("cart-1", "cart-2");
      assertThat(after.getSideOutput(UNDELIVERED)).isNullOrEmpty();
    }
  }

  @Test
  void aRoundGoesOnWhereItWas() throws Exception {
    OperatorSubtaskState saved;
    try (Harness before = new Harness(Optional.empty())) {
      before.send(advice("cart", 1));
      before.answer(BROKEN);
      before.setProcessingTime(START + 1_000);
      before.answer(BROKEN);
      saved = before.snapshot(1, START);
    }
    try (Harness after = new Harness(Optional.of(saved))) {
      after.setProcessingTime(START + 3_000);
      after.answer(BROKEN);
      after.setProcessingTime(START + 7_000);
      after.answer(BROKEN);
      assertThat(after.getSideOutput(UNDELIVERED)).hasSize(1);
      saved = after.snapshot(2, START);
    }
    try (Harness later = new Harness(Optional.of(saved))) {
      later.setProcessingTime(START + 67_000);
      later.answer(OK);
      assertThat(later.told(DeliveryStep.DELIVERED)).containsExactly("cart-1");
      assertThat(later.getSideOutput(UNDELIVERED)).isNullOrEmpty();
    }
  }

  @Test
  void adviceThatExpiredWhileTheJobWasAwayIsNotSent() throws Exception {
    OperatorSubtaskState saved;
    try (Harness before = new Harness(Optional.empty())) {
      before.send(advice("cart", 1, START + 5_000));
      saved = before.snapshot(1, START);
    }
    REQUESTS.clear();
    try (Harness after = new Harness(Optional.of(saved))) {
      after.setProcessingTime(START + 5_000);
      assertThat(REQUESTS).isEmpty();
      assertThat(after.told(DeliveryStep.EXPIRED)).containsExactly("cart-1");
      assertThat(after.getSideOutput(UNDELIVERED)).hasSize(1);
    }
  }

  @Test
  void whatTravelsAndIsKeptNeedsNoKryoAndTheOperatorTravels() throws Exception {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Advice.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(PendingAdvice.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(DeliveryReport.class);
    assertThat(
            InstantiationUtil.clone(
                new RecommendationDelivery(
                    Samples.webhook("http://localhost"), DeliveryPolicy.DEFAULT, UNDELIVERED)))
        .isNotNull();
  }
}
