package io.chimera.refinement.operators.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.ingest.OutcomeKey;
import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.RoutedOutcome;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class RouteOutcomesTest {
  private static final IssuedRecommendation ISSUED =
      new IssuedRecommendation("rec-1", "demo", "svc", "fleet", 5);

  @Test
  void anOutcomeFindsItsComponentWhicheverOfTheTwoCameFirst() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement1(outcome("rec-1"));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement2(new StreamRecord<>(ISSUED));
      harness.processElement1(outcome("rec-1"));
      assertThat(harness.extractOutputValues())
          .hasSize(2)
          .allSatisfy(routed -> assertThat(routed.component()).isEqualTo("svc"));
    }
  }

  @Test
  void anOutcomeOfNothingIsADeadLetterAfterAWhileAndNothingIsKept() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.setProcessingTime(0);
      harness.processElement1(outcome("rec-9"));
      harness.setProcessingTime(999);
      assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS)).isNull();
      harness.setProcessingTime(1_000);
      assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(letter.getValue().reason()).isEqualTo(Reason.UNKNOWN_RECOMMENDATION));
      harness.processElement2(new StreamRecord<>(ISSUED));
      harness.setProcessingTime(1_000 + 60_000);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }

  private static StreamRecord<InboundOutcome> outcome(String recommendation) {
    Outcome outcome =
        new Outcome(
            recommendation,
            true,
            null,
            0.5,
            10,
            new Origin("outcomes", 0, 1, 0, 10),
            new byte[] {1});
    return new StreamRecord<>(new InboundOutcome(outcome, null));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, InboundOutcome, IssuedRecommendation, RoutedOutcome>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new RouteOutcomes(1_000, 60_000)),
        new OutcomeKey(),
        IssuedRecommendation::recommendationId,
        Types.STRING);
  }
}
