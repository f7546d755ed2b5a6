package io.chimera.refinement.operators.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.ObjectiveValue;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.Guardrails;
import io.chimera.refinement.state.optimise.Tuning;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** Settings in the operator: recommended, scored, kept across a restore. */
class TuneSettingsTest {
  private static final long START = 1_795_248_000_000L;
  private static final long SLIDE = 10_000;

  private long now = START;
  private double pool = 8;

  private static ActionCatalogue catalogue(List<ActionCatalogue.Action> actions, String... limits) {
    return new ActionCatalogue(
        "pool-size",
        "demo",
        "*",
        "latency_ms",
        Statistic.MEAN,
        true,
        0.5,
        actions,
        20_000,
        10_000,
        60_000,
        0.5,
        0.05,
        "live",
        300_000,
        "team",
        new Guardrails(0, 0, 0, false, 1, 0),
        new Tuning(
            List.of(new Tuning.Parameter("pool", 4, 64, 8, true, true, "")), List.of(limits), 12));
  }

  private static final class Harness
      extends KeyedTwoInputStreamOperatorTestHarness<
          String, Signal, ControlUpdate, Recommendation> {
    private static final long serialVersionUID = 1;

    Harness(ActionCatalogue... catalogues) throws Exception {
      super(
          new CoBroadcastWithKeyedOperator<>(
              new Recommend(List.of(catalogues), 7, () -> 0), List.of(Recommend.CONTROL)),
          Signal::subject,
          null,
          Types.STRING);
      setup(EventTypes.RECOMMENDATION.createSerializer(getExecutionConfig().getSerializerConfig()));
    }
  }

  private Recommendation last(Harness harness, int known) {
    List<Recommendation> all = harness.extractOutputValues();
    return all.size() > known ? all.get(all.size() - 1) : null;
  }

  /** One window at the setting in force; what it led to, or null. */
  private Recommendation window(Harness harness) throws Exception {
    now += SLIDE;
    double off = Math.log(pool / 24) / Math.log(16);
    double[] values = new double[Statistic.values().length];
    Arrays.fill(values, 100 + 400 * off * off);
    int known = harness.extractOutputValues().size();
    harness.processElement1(
        new StreamRecord<>(
            Signal.of("demo", "svc", new ObjectiveValue("s", "latency_ms", now, values)), now));
    advance(harness);
    return last(harness, known);
  }

  private void advance(Harness harness) throws Exception {
    harness.processWatermark1(new Watermark(now - 1));
    harness.processWatermark2(new Watermark(now - 1));
  }

  private void answer(Harness harness, String id, Double reward) throws Exception {
    Outcome outcome =
        new Outcome(
            id, true, null, reward, now, new Origin("outcomes", 0, 1, 0, now), new byte[] {1});
    harness.processElement1(
        new StreamRecord<>(Signal.of(new RoutedOutcome("demo", "svc", "pool-size", outcome)), now));
  }

  private void follow(Harness harness, Recommendation advice) throws Exception {
    if (advice != null && advice.optimizer().equals("bayesian")) {
      pool = advice.parameters().get("pool");
      answer(harness, advice.recommendationId(), null);
    }
  }

  private static int size(Harness harness, OutputTag<?> tag) {
    return harness.getSideOutput(tag) == null ? 0 : harness.getSideOutput(tag).size();
  }

  @Test
  void settingsAreAdvisedScoredAndSettleOnTheBest() throws Exception {
    try (Harness harness = new Harness(catalogue(List.of()))) {
      harness.open();
      for (int i = 0; i < 80; i++) {
        follow(harness, window(harness));
      }
      assertThat(pool).isBetween(18.0, 32.0);
      assertThat(harness.extractOutputValues())
          .hasSizeBetween(12, 16)
          .allSatisfy(advice -> assertThat(advice.parameters()).containsOnlyKeys("pool"));
      assertThat(harness.getSideOutput(SideOutputs.LEARNED))
          .allSatisfy(learned -> assertThat(learned.getValue().source()).isEqualTo("measured"));
    }
  }

  @Test
  void aRestoredOperatorAdvisesTheSame() throws Exception {
    List<Recommendation> whole;
    try (Harness harness = new Harness(catalogue(List.of()))) {
      harness.open();
      for (int i = 0; i < 60; i++) {
        follow(harness, window(harness));
      }
      whole = harness.extractOutputValues();
    }
    now = START;
    pool = 8;
    OperatorSubtaskState state;
    int before;
    try (Harness harness = new Harness(catalogue(List.of()))) {
      harness.open();
      for (int i = 0; i < 23; i++) {
        follow(harness, window(harness));
      }
      before = harness.extractOutputValues().size();
      state = harness.snapshot(1, now);
    }
    try (Harness harness = new Harness(catalogue(List.of()))) {
      harness.initializeState(state);
      harness.open();
      for (int i = 23; i < 60; i++) {
        follow(harness, window(harness));
      }
      assertThat(harness.extractOutputValues()).isEqualTo(whole.subList(before, whole.size()));
    }
  }

  @Test
  void badRewardsAreDeadLettersAndTheSearchGoesOn() throws Exception {
    try (Harness harness = new Harness(catalogue(List.of()))) {
      harness.open();
      Recommendation advice = window(harness);
      answer(harness, advice.recommendationId(), Double.NaN);
      answer(harness, advice.recommendationId(), 7.0);
      answer(harness, "unheard-of", 0.5);
      advance(harness);
      assertThat(size(harness, SideOutputs.LEARNED)).isZero();
      window(harness);
      assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
          .extracting(letter -> letter.getValue().reason())
          .containsOnly(Reason.INVALID_REWARD, Reason.UNKNOWN_RECOMMENDATION);
      answer(harness, advice.recommendationId(), 0.5);
      assertThat(window(harness)).isNotNull();
      assertThat(size(harness, SideOutputs.LEARNED)).isEqualTo(1);
    }
  }

  @Test
  void aScoreWaitsForTheObjectiveThatLimitsIt() throws Exception {
    try (Harness harness = new Harness(catalogue(List.of(), "errors"))) {
      harness.open();
      follow(harness, window(harness));
      for (int i = 0; i < 4; i++) {
        assertThat(window(harness)).isNull();
      }
      ObjectiveStatus status =
          new ObjectiveStatus(
              "errors",
              "demo",
              "demo/svc",
              now,
              ObjectiveStatus.State.MET,
              0.2,
              1,
              "percent",
              9,
              1,
              1,
              1,
              new double[4],
              true);
      harness.processElement1(new StreamRecord<>(Signal.of("demo", "svc", status), now));
      window(harness);
      assertThat(size(harness, SideOutputs.LEARNED)).isEqualTo(1);
    }
  }

  @Test
  void aFreezeStopsAdviceOnSettingsToo() throws Exception {
    try (Harness harness = new Harness(catalogue(List.of()))) {
      harness.open();
      harness.processElement2(
          new StreamRecord<>(ControlUpdate.order(ControlUpdate.FREEZE, "demo/svc")));
      for (int i = 0; i < 5; i++) {
        assertThat(window(harness)).isNull();
      }
      harness.processElement2(
          new StreamRecord<>(ControlUpdate.withdrawn(ControlUpdate.FREEZE, "demo/svc")));
      assertThat(window(harness)).isNotNull();
    }
  }

  @Test
  void actionsAndSettingsTakeTurnsAndOnlyOneChangeIsOpen() throws Exception {
    List<ActionCatalogue.Action> actions =
        List.of(
            new ActionCatalogue.Action("hold", Map.of()),
            new ActionCatalogue.Action("scale_out", Map.of("step", 1.0)));
    try (Harness harness = new Harness(catalogue(actions))) {
      harness.open();
      long openUntil = Long.MIN_VALUE;
      int settings = 0;
      int others = 0;
      for (int i = 0; i < 120; i++) {
        int known = harness.extractOutputValues().size();
        window(harness);
        List<Recommendation> all = harness.extractOutputValues();
        for (Recommendation advice : all.subList(known, all.size())) {
          boolean tuned = advice.optimizer().equals("bayesian");
          boolean change =
              tuned
                  ? !advice.parameters().get("pool").equals(advice.context().get("current.pool"))
                  : !advice.action().equals("hold");
          assertThat(change && now < openUntil).as(advice.sentence()).isFalse();
          openUntil = change ? now + 10_000 : openUntil;
          settings += tuned ? 1 : 0;
          others += tuned ? 0 : 1;
          answer(harness, advice.recommendationId(), 0.5);
        }
      }
      assertThat(settings).isGreaterThan(5);
      assertThat(others).isGreaterThan(20);
    }
  }
}
