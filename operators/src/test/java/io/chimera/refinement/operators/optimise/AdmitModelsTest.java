package io.chimera.refinement.operators.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.optimise.retrain.ModelChunks;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** REF-TRN-11: which model may decide. */
class AdmitModelsTest {
  private static final TrainedModel OLD = Models.of(1);
  private static final TrainedModel NEW = Models.of(2);

  private KeyedTwoInputStreamOperatorTestHarness<String, ControlUpdate, InboundModel, ControlUpdate>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = fresh();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, ControlUpdate, InboundModel, ControlUpdate>
      fresh() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new AdmitModels(List.of(Models.CATALOGUE))),
        ControlUpdate::name,
        InboundModel::model,
        Types.STRING);
  }

  private void publish(TrainedModel model) throws Exception {
    for (ModelChunk chunk : ModelChunks.of(model)) {
      publish(chunk);
    }
  }

  private void publish(ModelChunk chunk) throws Exception {
    harness.processElement2(new StreamRecord<>(new InboundModel(read(chunk), null)));
  }

  private static ModelChunk read(ModelChunk chunk) {
    return changed(chunk, chunk.payload(), chunk.chunks());
  }

  private static ModelChunk changed(ModelChunk chunk, byte[] payload, int chunks) {
    return new ModelChunk(
        chunk.model(),
        chunk.version(),
        chunk.chunk(),
        chunks,
        chunk.sha256(),
        chunk.trainedUntil(),
        chunk.decisions(),
        chunk.value(),
        chunk.lower(),
        chunk.upper(),
        chunk.liveValue(),
        chunk.actions(),
        payload,
        new Origin("refinement.models", 0, 7, 0, 9));
  }

  private void want(TrainedModel model) throws Exception {
    harness.processElement1(
        new StreamRecord<>(ControlUpdate.of(TrainedModel.named(model.name(), model.version()))));
  }

  private List<String> admitted() {
    List<String> versions = new ArrayList<>();
    for (ControlUpdate update : harness.extractOutputValues()) {
      versions.add(update.deleted() ? "none" : update.model().version());
      assertThat(update.deleted() || update.model().isLoaded()).isTrue();
    }
    return versions;
  }

  private List<DeadLetter> letters() {
    Queue<StreamRecord<DeadLetter>> letters = harness.getSideOutput(SideOutputs.DEAD_LETTERS);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }

  @Test
  void aModelDecidesWhenItIsThereAndWantedWhicheverCameFirst() throws Exception {
    want(OLD);
    assertThat(admitted()).isEmpty();
    publish(OLD);
    publish(NEW);
    want(NEW);
    want(NEW);
    assertThat(admitted()).containsExactly(OLD.version(), NEW.version());
  }

  @Test
  void anOlderVersionIsCalledBackByItsDocument() throws Exception {
    publish(OLD);
    publish(NEW);
    want(NEW);
    want(OLD);
    harness.processElement1(
        new StreamRecord<>(ControlUpdate.withdrawn(ControlUpdate.MODEL, OLD.name())));
    assertThat(admitted()).containsExactly(NEW.version(), OLD.version(), "none");
    assertThat(letters()).isEmpty();
  }

  @Test
  void whatIsWantedSurvivesARestore() throws Exception {
    publish(OLD);
    want(NEW);
    OperatorSubtaskState saved = harness.snapshot(1, 1);
    harness.close();
    harness = fresh();
    harness.initializeState(saved);
    harness.open();
    publish(NEW);
    want(OLD);
    assertThat(admitted()).containsExactly(NEW.version(), OLD.version());
  }

  @Test
  void aDamagedModelIsRefusedWithAReasonAndMayBeSentAgain() throws Exception {
    want(OLD);
    ModelChunk chunk = ModelChunks.of(OLD).get(0);
    byte[] damaged = chunk.payload().clone();
    damaged[damaged.length / 2] ^= 1;
    publish(changed(chunk, damaged, 1));
    assertThat(admitted()).isEmpty();
    assertThat(letters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).isEqualTo(Reason.INVALID_CONTROL);
              assertThat(letter.detail()).startsWith("sha256 of model context-cache");
              assertThat(letter.origin().offset()).isEqualTo(7);
            });
    publish(OLD);
    assertThat(admitted()).containsExactly(OLD.version());
  }

  @Test
  void aModelThatLacksAnActionIsRefusedUntilTheCatalogueIsWithoutIt() throws Exception {
    harness.processElement1(
        new StreamRecord<>(ControlUpdate.of(Models.CATALOGUE.name(), Models.withMore())));
    publish(OLD);
    want(OLD);
    assertThat(admitted()).isEmpty();
    assertThat(letters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.detail()).contains("must include restart of the catalogue"));
    harness.processElement1(
        new StreamRecord<>(ControlUpdate.of(Models.CATALOGUE.name(), Models.CATALOGUE)));
    assertThat(admitted()).containsExactly(OLD.version());
  }

  @Test
  void onlySoManyVersionsAreKeptAndTheOneInForceAmongThem() throws Exception {
    want(OLD);
    publish(OLD);
    for (int i = 3; i < 3 + AdmitModels.VERSIONS; i++) {
      publish(Models.of(i));
    }
    want(NEW);
    want(OLD);
    assertThat(harness.numKeyedStateEntries()).isPositive();
    assertThat(admitted()).as("it is in force all along").containsExactly(OLD.version());
  }
}
