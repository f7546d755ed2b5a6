package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.optimise.retrain.ModelChunks;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Models as parts that fit a record. */
public final class SplitModels implements FlatMapFunction<TrainedModel, ModelChunk> {
  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(TrainedModel model, Collector<ModelChunk> out) {
    ModelChunks.of(model).forEach(out::collect);
  }
}
