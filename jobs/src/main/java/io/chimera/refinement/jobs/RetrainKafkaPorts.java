package io.chimera.refinement.jobs;

import io.chimera.refinement.connectors.files.ModelFiles;
import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.kafka.AdoptionSerializer;
import io.chimera.refinement.connectors.kafka.HistoryDeserializer;
import io.chimera.refinement.connectors.kafka.KafkaEndpoints;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.ModelSerializer;
import io.chimera.refinement.connectors.kafka.Outbox;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.config.KafkaClients;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The ports of retraining: Kafka, or files in its place. */
final class RetrainKafkaPorts {
  private final Settings settings;
  private final KafkaSettings kafka;
  private final KafkaEndpoints endpoints;

  RetrainKafkaPorts(Settings settings) {
    this.settings = settings;
    this.kafka = KafkaClients.of(settings);
    this.endpoints = new KafkaEndpoints(kafka);
  }

  RetrainTopology.RetrainPorts of(RetrainJob.Request request) {
    boolean toTopic = request.publish() && request.output().isEmpty();
    return new RetrainTopology.RetrainPorts(
        request
            .input()
            .<Source<HistoryRecord, ?, ?>>map(
                path -> HistoryFiles.in(path, Limits.CONTRACT, EventTypes.HISTORY))
            .orElseGet(this::history),
        request.publish()
            ? request.output().map(ModelFiles::in).orElseGet(this::models)
            : new DiscardingSink<>(),
        toTopic && request.adopt() ? adoption() : new DiscardingSink<>());
  }

  private Source<HistoryRecord, ?, ?> history() {
    return endpoints.history(
        List.of(Topic.RECOMMENDATIONS.suffix(), Topic.OUTCOMES.suffix()),
        new HistoryDeserializer(Limits.CONTRACT, EventTypes.HISTORY),
        "retrain");
  }

  private Sink<ModelChunk> models() {
    return endpoints.sink(
        new ModelSerializer(outbox(Topic.MODELS)),
        settings.publishing().isExactlyOnce(Topic.MODELS.suffix())
            ? DeliveryGuarantee.EXACTLY_ONCE
            : DeliveryGuarantee.AT_LEAST_ONCE,
        "retrain-models");
  }

  /** Saying the same again changes nothing. */
  private Sink<TrainedModel> adoption() {
    return endpoints.sink(
        new AdoptionSerializer(outbox(Topic.CONTROL)),
        DeliveryGuarantee.AT_LEAST_ONCE,
        "retrain-adoption");
  }

  private Outbox outbox(Topic topic) {
    return Outbox.of(kafka.topic(topic.suffix()), "/refinement/" + settings.deployment());
  }
}
