package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.JOIN_REWARDS;
import static io.chimera.refinement.jobs.Step.PUBLISH_ADOPTION;
import static io.chimera.refinement.jobs.Step.PUBLISH_MODELS;
import static io.chimera.refinement.jobs.Step.READ_HISTORY;
import static io.chimera.refinement.jobs.Step.RETRAIN;
import static io.chimera.refinement.jobs.Step.SPLIT_MODELS;

import io.chimera.refinement.operators.optimise.JoinRewards;
import io.chimera.refinement.operators.optimise.RetrainModels;
import io.chimera.refinement.operators.optimise.SplitModels;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import io.chimera.refinement.state.optimise.retrain.Lesson;
import io.chimera.refinement.state.optimise.retrain.Retraining;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The data path of retraining, from top to bottom: all of history, then what is learned of it. */
final class RetrainTopology {
  private RetrainTopology() {}

  /**
   * Where retraining meets the world.
   *
   * @param history decisions and outcomes; bounded
   * @param models where models go, in parts
   * @param adoption where it is said that a model is to decide
   */
  record RetrainPorts(
      Source<HistoryRecord, ?, ?> history, Sink<ModelChunk> models, Sink<TrainedModel> adoption) {}

  static void define(StreamExecutionEnvironment env, RetrainPorts ports, Retraining.Params params) {
    var history =
        READ_HISTORY.on(
            env.fromSource(
                ports.history(),
                WatermarkStrategy.noWatermarks(),
                READ_HISTORY.title(),
                EventTypes.HISTORY));
    var lessons =
        JOIN_REWARDS.on(
            history
                .keyBy(HistoryRecord::recommendationId, Types.STRING)
                .process(new JoinRewards())
                .returns(EventTypes.LESSON));
    var models =
        RETRAIN.on(
            lessons
                .keyBy(Lesson::target, Types.STRING)
                .process(new RetrainModels(params))
                .returns(EventTypes.MODEL));
    PUBLISH_MODELS.on(
        SPLIT_MODELS
            .on(models.flatMap(new SplitModels()).returns(EventTypes.MODEL_CHUNK))
            .sinkTo(ports.models()));
    PUBLISH_ADOPTION.on(models.sinkTo(ports.adoption()));
  }
}
