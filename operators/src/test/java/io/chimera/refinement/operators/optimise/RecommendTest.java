package io.chimera.refinement.operators.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.ObjectiveValue;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * REF-STR-01, REF-TRN-11: advice that failures leave no trace in, and models taken in on the way.
 */
class RecommendTest {
  private static final long START = 1_795_248_000_000L;
  private static final long SLIDE = 10_000;
  private static final TrainedModel MODEL = Models.of(1);

  /** What the world does, step by step, the same for every run. */
  private static final class Run implements AutoCloseable {
    private final List<Recommendation> output = new ArrayList<>();
    private KeyedTwoInputStreamOperatorTestHarness<String, Signal, ControlUpdate, Recommendation>
        harness;
    private int seen;

    Run() throws Exception {
      harness = fresh();
      harness.open();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
            String, Signal, ControlUpdate, Recommendation>
        fresh() throws Exception {
      return new KeyedTwoInputStreamOperatorTestHarness<>(
          new CoBroadcastWithKeyedOperator<>(
              new Recommend(List.of(Models.CATALOGUE), 42, () -> 0), List.of(Recommend.CONTROL)),
          Signal::subject,
          null,
          Types.STRING);
    }

    void step(int step) throws Exception {
      long end = START + step * SLIDE;
      for (String component : List.of("context", "cache")) {
        double[] values = new double[Statistic.values().length];
        Arrays.fill(values, 200 + 20 * Math.sin(step / 5.0) + component.length());
        harness.processElement1(
            new StreamRecord<>(
                Signal.of("mplp", component, new ObjectiveValue("s", "latency_ms", end, values))));
      }
      // Outcomes for what was advised two steps ago come in between.
      for (Recommendation decided : output.subList(seen, output.size())) {
        Outcome outcome =
            new Outcome(
                decided.recommendationId(),
                true,
                null,
                decided.action().equals("scale_out") ? 0.9 : 0.3,
                end,
                new Origin("outcomes", 0, step, 0, end),
                new byte[] {1});
        harness.processElement1(
            new StreamRecord<>(
                Signal.of(
                    new RoutedOutcome(
                        decided.system(), decided.component(), decided.target(), outcome))));
      }
      seen = output.size();
      harness.processWatermark1(new Watermark(end));
      harness.processWatermark2(new Watermark(end));
      harness.extractOutputValues().forEach(output::add);
      harness.getOutput().clear();
    }

    void control(ControlUpdate update) throws Exception {
      harness.processElement2(new StreamRecord<>(update));
    }

    void restore(long checkpoint) throws Exception {
      OperatorSubtaskState saved = harness.snapshot(checkpoint, checkpoint);
      harness.close();
      harness = fresh();
      harness.initializeState(saved);
      harness.open();
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }

  /** Row 6.21: 20 kills and restores at random moments, a model taken in on the way. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void restoresLeaveNoTraceInTheAdvice(long seed) throws Exception {
    Random random = new Random(seed);
    List<Integer> kills = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      kills.add(random.nextInt(400));
    }
    List<Recommendation> undisturbed = run(List.of());
    assertThat(undisturbed).hasSizeGreaterThan(100);
    assertThat(undisturbed).extracting(Recommendation::modelVersion).anyMatch(Models::isModel);
    List<Recommendation> disturbed = run(kills);
    // Order is promised for each component, as the topic keeps it.
    for (String component : List.of("context", "cache")) {
      assertThat(bytes(disturbed, component)).isEqualTo(bytes(undisturbed, component));
    }
    assertThat(disturbed).hasSameSizeAs(undisturbed);
  }

  private static List<Recommendation> run(List<Integer> kills) throws Exception {
    try (Run run = new Run()) {
      for (int step = 0; step < 400; step++) {
        if (step == 200) {
          run.control(ControlUpdate.of(MODEL));
        }
        if (step == 300) {
          run.control(ControlUpdate.withdrawn(ControlUpdate.MODEL, MODEL.name()));
        }
        if (kills.contains(step)) {
          run.restore(step + 1);
        }
        run.step(step);
      }
      return run.output;
    }
  }

  private static byte[] bytes(List<Recommendation> recommendations, String component)
      throws Exception {
    var out = new org.apache.flink.core.memory.DataOutputSerializer(1 << 16);
    var serializer =
        EventTypes.RECOMMENDATION.createSerializer(
            new org.apache.flink.api.common.serialization.SerializerConfigImpl());
    for (Recommendation each : recommendations) {
      if (each.component().equals(component)) {
        serializer.serialize(each, out);
      }
    }
    return out.getCopyOfBuffer();
  }

  @Test
  void theNextDecisionIsThatOfTheModelAndItsAgeIsMeasured() throws Exception {
    try (Run run = new Run()) {
      for (int step = 0; step < 10; step++) {
        run.step(step);
      }
      assertThat(run.output).extracting(Recommendation::modelVersion).noneMatch(Models::isModel);
      int before = run.output.size();
      run.control(ControlUpdate.of(TrainedModel.named(MODEL.name(), MODEL.version())));
      for (int step = 10; step < 20; step++) {
        run.step(step);
      }
      assertThat(run.output)
          .as("only named")
          .extracting(Recommendation::modelVersion)
          .noneMatch(Models::isModel);
      int named = run.output.size();
      assertThat(named).isGreaterThan(before);
      run.control(ControlUpdate.of(MODEL));
      for (int step = 20; step < 30; step++) {
        run.step(step);
      }
      // The model knows the one component and not the other.
      assertThat(run.output.subList(named, run.output.size()))
          .isNotEmpty()
          .allSatisfy(
              each ->
                  assertThat(Models.isModel(each.modelVersion()))
                      .isEqualTo(each.component().equals("context")));
      assertThat(run.harness.getSideOutput(SideOutputs.TIMINGS))
          .extracting(record -> record.getValue().metric())
          .contains("model_age_s", "model_update_time_s", "learning_memory_overhead_mb");
    }
  }

  /** The start is broadcast state: it is there at the first decision, after a restore as well. */
  @Test
  void aNewComponentStartsFromWhatOthersHaveTaught() throws Exception {
    TrainedModel model = Models.pooled();
    try (Run run = new Run()) {
      run.control(ControlUpdate.of(model));
      run.restore(1);
      run.step(0);
      run.step(1);
      assertThat(run.output)
          .extracting(Recommendation::component)
          .containsExactlyInAnyOrder("context", "cache");
      assertThat(run.output)
          .allSatisfy(
              first -> {
                assertThat(first.modelVersion()).isEqualTo(model.version() + "/pooled:0");
                assertThat(first.sentence()).contains("what other components have taught");
                assertThat(first.pmf().get("raise_cache_ttl")).isGreaterThan(0.8);
              });
    }
  }

  @Test
  void aModelThatDoesNotFitTheCatalogueIsPassedOver() throws Exception {
    try (Run run = new Run()) {
      run.control(ControlUpdate.of(Models.CATALOGUE.name(), Models.withMore()));
      run.control(ControlUpdate.of(MODEL));
      for (int step = 0; step < 20; step++) {
        run.step(step);
      }
      assertThat(run.output)
          .isNotEmpty()
          .extracting(Recommendation::modelVersion)
          .noneMatch(Models::isModel);
    }
  }
}
