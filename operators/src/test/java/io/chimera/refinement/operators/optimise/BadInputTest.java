package io.chimera.refinement.operators.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.ObjectiveValue;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** What is wrong is refused with a reason, teaches nothing, and stops nobody. */
class BadInputTest {
  private static final long START = 1_795_248_000_000L;
  private static final long SLIDE = 10_000;
  private static final int STEPS = 120;

  /** One component under some catalogues. */
  private static final class Run implements AutoCloseable {
    private final KeyedTwoInputStreamOperatorTestHarness<
            String, Signal, ControlUpdate, Recommendation>
        harness;
    private long now = START;
    private int answered;

    Run(ActionCatalogue... catalogues) throws Exception {
      harness =
          new KeyedTwoInputStreamOperatorTestHarness<>(
              new CoBroadcastWithKeyedOperator<>(
                  new Recommend(List.of(catalogues), 42, () -> 0), List.of(Recommend.CONTROL)),
              Signal::subject,
              null,
              Types.STRING);
      harness.open();
    }

    /** A window ends; what is advised may be answered after it. */
    void window(double value) throws Exception {
      now += SLIDE;
      double[] values = new double[Statistic.values().length];
      Arrays.fill(values, value);
      harness.processElement1(
          new StreamRecord<>(
              Signal.of("mplp", "context", new ObjectiveValue("s", "latency_ms", now, values))));
      harness.processWatermark1(new Watermark(now));
      harness.processWatermark2(new Watermark(now));
    }

    List<Recommendation> advice() {
      return harness.extractOutputValues();
    }

    /** What was advised since this was asked last. */
    List<Recommendation> unanswered() {
      List<Recommendation> all = advice();
      List<Recommendation> open = new ArrayList<>(all.subList(answered, all.size()));
      answered = all.size();
      return open;
    }

    void answer(String id, boolean applied, String executed, double reward, long at)
        throws Exception {
      Outcome outcome =
          new Outcome(
              id, applied, executed, reward, at, new Origin("o", 0, at, 0, at), new byte[] {1});
      harness.processElement1(
          new StreamRecord<>(
              Signal.of(new RoutedOutcome("mplp", "context", "context-cache", outcome))));
    }

    <T> List<T> side(OutputTag<T> tag) {
      Queue<StreamRecord<T>> queue = harness.getSideOutput(tag);
      return queue == null ? List.of() : queue.stream().map(StreamRecord::getValue).toList();
    }

    Map<Reason, Integer> refused() {
      Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
      side(SideOutputs.DEAD_LETTERS)
          .forEach(letter -> counts.merge(letter.reason(), 1, Integer::sum));
      return counts;
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }

  private static double reward(Recommendation decided) {
    return decided.action().equals("scale_out") ? 0.9 : 0.3;
  }

  @Test
  void badRewardsLeaveNoTraceInWhatIsLearnedAndAdvised() throws Exception {
    try (Run clean = new Run(Models.CATALOGUE);
        Run dirty = new Run(Models.CATALOGUE)) {
      int decisions = 0;
      List<Recommendation> settled = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        double value = 200 + step % 7;
        clean.window(value);
        dirty.window(value);
        // Repeated, and another reward than the first time.
        for (Recommendation decided : settled) {
          dirty.answer(decided.recommendationId(), true, null, reward(decided), dirty.now);
          dirty.answer(decided.recommendationId(), true, null, 0, dirty.now + 1);
        }
        settled.clear();
        for (Recommendation decided : dirty.unanswered()) {
          String id = decided.recommendationId();
          for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.01, 1.01}) {
            dirty.answer(id, true, null, bad, dirty.now);
          }
          dirty.answer(id + "-unheard-of", true, null, 1, dirty.now);
          dirty.answer(id, true, null, 1, decided.decidedAt() + 300_001); // after its deadline
          dirty.answer(id, true, null, reward(decided), dirty.now + 1);
          settled.add(decided);
          decisions++;
        }
        for (Recommendation decided : clean.unanswered()) {
          clean.answer(decided.recommendationId(), true, null, reward(decided), clean.now + 1);
        }
      }
      assertThat(decisions).isGreaterThan(30);
      assertThat(dirty.advice()).isEqualTo(clean.advice());
      assertThat(dirty.side(SideOutputs.LEARNED))
          .isEqualTo(clean.side(SideOutputs.LEARNED))
          .hasSizeGreaterThan(30);
      Map<Reason, Integer> refused = dirty.refused();
      assertThat(refused)
          .containsOnlyKeys(
              Reason.INVALID_REWARD, Reason.UNKNOWN_RECOMMENDATION, Reason.EXPIRED_OUTCOME);
      assertThat(refused.get(Reason.INVALID_REWARD)).isGreaterThanOrEqualTo(4 * (decisions - 1));
      assertThat(clean.refused()).isEmpty();
    }
  }

  /** Not applied, and yet carried out: it is settled, and nobody learns from it. */
  @Test
  void anOutcomeThatContradictsItselfTeachesNothing() throws Exception {
    try (Run run = new Run(Models.CATALOGUE)) {
      run.window(200);
      Recommendation decided = run.unanswered().get(0);
      run.answer(decided.recommendationId(), false, decided.action(), 1, run.now);
      run.window(200);
      run.answer(decided.recommendationId(), true, null, 1, run.now);
      run.window(200);
      assertThat(run.side(SideOutputs.LEARNED)).isEmpty();
      assertThat(run.refused()).containsOnlyKeys(Reason.EXPIRED_OUTCOME);
    }
  }

  @Test
  void anOutcomeForWhomNobodyHasAdvisedIsADeadLetter() throws Exception {
    try (Run run = new Run(Models.CATALOGUE)) {
      run.answer("rec-of-another-life", true, null, 1, START);
      run.window(Double.NaN);
      assertThat(run.refused()).containsOnlyKeys(Reason.UNKNOWN_RECOMMENDATION);
    }
  }

  @Test
  void whateverTheObjectiveIsProbabilitiesStaySuch() throws Exception {
    double[] values = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      1e308,
      -1e308,
      5,
      5,
      5,
      0,
      -0.0,
      Double.MIN_VALUE,
      1e-300,
      200
    };
    try (Run run = new Run(Models.CATALOGUE)) {
      for (int step = 0; step < STEPS; step++) {
        int before = run.advice().size();
        double value = values[step % values.length];
        run.window(value);
        if (!Double.isFinite(value)) {
          assertThat(run.advice()).as("nothing is known at %s", value).hasSize(before);
        }
        for (Recommendation decided : run.unanswered()) {
          run.answer(decided.recommendationId(), true, null, reward(decided), run.now);
        }
      }
      assertThat(run.advice()).hasSizeGreaterThan(20);
      assertThat(run.side(SideOutputs.LEARNED)).extracting(Learned::reward).containsAnyOf(0.9, 0.3);
      assertThat(run.advice())
          .allSatisfy(
              each -> {
                assertThat(each.pmf().values()).allMatch(p -> p >= 0 && p <= 1);
                assertThat(each.pmf().values().stream().mapToDouble(p -> p).sum())
                    .isEqualTo(1, within(1e-9));
                assertThat(each.propensity()).isEqualTo(each.pmf().get(each.action()));
                assertThat(each.expectedGain()).isBetween(-1.0, 1.0);
                assertThat(each.context().values()).allMatch(Double::isFinite);
              });
      assertThat(run.refused()).isEmpty();
    }
  }

  @Test
  void aCatalogueWithoutAnythingToDoGivesNoAdvice() throws Exception {
    try (Run run = new Run(Models.withNothing())) {
      for (int step = 0; step < 10; step++) {
        run.window(200);
      }
      assertThat(run.advice()).isEmpty();
    }
  }
}
