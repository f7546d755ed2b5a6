package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.retrain.ModelChunks;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Brings together which version of a model is to decide, from the control topic, and its parts,
 * from the topic of models. Keyed by model, which is called after its catalogue.
 *
 * <p>A model passes once all parts of the wanted version are there, they are what was written,
 * every learner in it can decide, and its actions are those of the catalogue; else there is a dead
 * letter that says why, and what was in force stays so. State: the parts of the last {@value
 * #VERSIONS} versions, so that an older one can be called back. Time: none, both inputs are taken
 * as they come.
 */
public final class AdmitModels
    extends KeyedCoProcessFunction<String, ControlUpdate, InboundModel, ControlUpdate> {
  private static final long serialVersionUID = 1;

  /** Versions that are kept; the newest by the time they were trained until. */
  static final int VERSIONS = 8;

  private final TreeMap<String, ActionCatalogue> initial = new TreeMap<>();

  private transient MapState<String, ModelChunk> chunks;
  private transient ValueState<ControlUpdate> catalogue;
  private transient ValueState<String> wanted;
  private transient ValueState<String> admitted;

  public AdmitModels(List<ActionCatalogue> initial) {
    initial.forEach(each -> this.initial.put(each.name(), each));
  }

  @Override
  public void open(OpenContext context) {
    chunks =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("model-chunks", Types.STRING, EventTypes.MODEL_CHUNK));
    catalogue =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("model-catalogue", EventTypes.CONTROL));
    wanted = getRuntimeContext().getState(new ValueStateDescriptor<>("wanted", Types.STRING));
    admitted = getRuntimeContext().getState(new ValueStateDescriptor<>("admitted", Types.STRING));
  }

  @Override
  public void processElement1(ControlUpdate update, Context context, Collector<ControlUpdate> out)
      throws Exception {
    if (update.kind().equals(ControlUpdate.ACTION_CATALOGUE)) {
      catalogue.update(update);
      admitted.clear(); // what fitted the old one may not fit this one, and the other way round
    } else if (update.deleted()) {
      wanted.clear();
      admitted.clear();
      out.collect(update);
    } else {
      wanted.update(update.model().version());
    }
    admit(context, out);
  }

  @Override
  public void processElement2(InboundModel inbound, Context context, Collector<ControlUpdate> out)
      throws Exception {
    if (!inbound.isChunk()) {
      context.output(SideOutputs.DEAD_LETTERS, inbound.rejected());
      return;
    }
    ModelChunk chunk = inbound.chunk();
    if (chunk.isDeleted()) {
      chunks.remove(chunk.key());
      return;
    }
    chunks.put(chunk.key(), chunk);
    forgetOldest();
    if (chunk.version().equals(wanted.value())) {
      admit(context, out);
    }
  }

  private void admit(Context context, Collector<ControlUpdate> out) throws Exception {
    String version = wanted.value();
    if (version == null || version.equals(admitted.value())) {
      return;
    }
    List<ModelChunk> parts = parts(version);
    if (!ModelChunks.areComplete(parts)) {
      return;
    }
    try {
      TrainedModel model = ModelChunks.join(parts);
      Optional<String> misfit = catalogue(context.getCurrentKey()).flatMap(model::misfit);
      if (misfit.isPresent()) {
        throw new IllegalArgumentException(misfit.get());
      }
      out.collect(ControlUpdate.of(model));
      admitted.update(version);
    } catch (IllegalArgumentException refused) {
      context.output(SideOutputs.DEAD_LETTERS, letter(parts.get(0), refused.getMessage()));
    }
  }

  private Optional<ActionCatalogue> catalogue(String name) throws Exception {
    ControlUpdate changed = catalogue.value();
    return Optional.ofNullable(changed == null ? initial.get(name) : changed.catalogue());
  }

  private List<ModelChunk> parts(String version) throws Exception {
    List<ModelChunk> parts = new ArrayList<>();
    for (ModelChunk chunk : chunks.values()) {
      if (chunk.version().equals(version)) {
        parts.add(chunk);
      }
    }
    parts.sort(Comparator.comparingInt(ModelChunk::chunk));
    return parts;
  }

  private void forgetOldest() throws Exception {
    Map<String, Long> versions = new TreeMap<>();
    for (ModelChunk chunk : chunks.values()) {
      versions.put(chunk.version(), chunk.trainedUntil());
    }
    String inForce = wanted.value();
    if (versions.size() > VERSIONS) {
      String oldest =
          versions.keySet().stream()
              .filter(version -> !version.equals(inForce))
              .min(Comparator.comparingLong(versions::get))
              .orElseThrow();
      for (ModelChunk chunk : parts(oldest)) {
        chunks.remove(chunk.key());
      }
    }
  }

  private static DeadLetter letter(ModelChunk first, String why) {
    return DeadLetter.of(
        Reason.INVALID_CONTROL,
        why,
        first.origin(),
        first.origin().appendMillis(),
        first.payload(),
        Map.of());
  }
}
