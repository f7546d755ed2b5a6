package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.optimise.retrain.Lesson;
import io.chimera.refinement.state.optimise.retrain.Retraining;
import io.chimera.refinement.state.optimise.retrain.RetrainingReport;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Learns each catalogue anew from all its lessons. Keyed by catalogue.
 *
 * <p>State: the lessons. Time: the end of the input. How far it is, and what came of it, is told by
 * accumulators: {@value #LESSONS}, {@value #TRIALS} and {@value #REPORTS}.
 */
public final class RetrainModels extends KeyedProcessFunction<String, Lesson, TrainedModel> {
  private static final long serialVersionUID = 1;

  /** Decisions with a reward, so far. */
  public static final String LESSONS = "lessons";

  /** Trials gone through, so far; one that is kept for a longer stretch counts again. */
  public static final String TRIALS = "trials";

  /** One {@link RetrainingReport} per catalogue. */
  public static final String REPORTS = "reports";

  private final Retraining.Params params;
  private final LongCounter lessonsRead = new LongCounter();
  private final LongCounter trials = new LongCounter();
  private final ListAccumulator<RetrainingReport> reports = new ListAccumulator<>();

  private transient ListState<Lesson> lessons;

  public RetrainModels(Retraining.Params params) {
    this.params = params;
  }

  @Override
  public void open(OpenContext context) {
    lessons =
        getRuntimeContext().getListState(new ListStateDescriptor<>("lessons", EventTypes.LESSON));
    getRuntimeContext().addAccumulator(LESSONS, lessonsRead);
    getRuntimeContext().addAccumulator(TRIALS, trials);
    getRuntimeContext().addAccumulator(REPORTS, reports);
  }

  @Override
  public void processElement(Lesson lesson, Context context, Collector<TrainedModel> out)
      throws Exception {
    lessons.add(lesson);
    lessonsRead.add(1L);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<TrainedModel> out)
      throws Exception {
    List<Lesson> all = new ArrayList<>();
    lessons.get().forEach(all::add);
    lessons.clear();
    Retraining.Result result =
        new Retraining(params, trial -> trials.add(1L)).learn(context.getCurrentKey(), all);
    reports.add(result.report());
    result.model().ifPresent(out::collect);
  }
}
