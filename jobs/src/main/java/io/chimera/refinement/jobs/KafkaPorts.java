package io.chimera.refinement.jobs;

import io.chimera.refinement.connectors.delivery.AdviceDeserializer;
import io.chimera.refinement.connectors.influx.DeadLetterLines;
import io.chimera.refinement.connectors.influx.InfluxSink;
import io.chimera.refinement.connectors.influx.LineBatchDeserializer;
import io.chimera.refinement.connectors.influx.PointBatchSerializer;
import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.kafka.AlertSerializer;
import io.chimera.refinement.connectors.kafka.AuditSerializer;
import io.chimera.refinement.connectors.kafka.DeadLetterSerializer;
import io.chimera.refinement.connectors.kafka.FindingSerializer;
import io.chimera.refinement.connectors.kafka.IssuedRecommendationDeserializer;
import io.chimera.refinement.connectors.kafka.KafkaEndpoints;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.ModelDeserializer;
import io.chimera.refinement.connectors.kafka.Outbox;
import io.chimera.refinement.connectors.kafka.OutcomeDeserializer;
import io.chimera.refinement.connectors.kafka.RecommendationSerializer;
import io.chimera.refinement.connectors.kafka.ReportDeserializer;
import io.chimera.refinement.connectors.kafka.SelfReportSerializer;
import io.chimera.refinement.connectors.yaml.ControlDeserializer;
import io.chimera.refinement.jobs.config.Database;
import io.chimera.refinement.jobs.config.KafkaClients;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.PointBatch;
import io.chimera.refinement.state.event.SelfMeasurement;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** The ports of the streaming jobs on Kafka and the time-series database. */
final class KafkaPorts {
  private final Settings settings;
  private final KafkaSettings kafka;
  private final KafkaEndpoints endpoints;

  KafkaPorts(Settings settings) {
    this.settings = settings;
    this.kafka = KafkaClients.of(settings);
    this.endpoints = new KafkaEndpoints(kafka);
  }

  Ports refinement() {
    return new Ports(
        endpoints.source(
            "kpi-reports",
            new ReportDeserializer(Limits.CONTRACT, EventTypes.INBOUND),
            "reports",
            start()),
        endpoints.backlog("reports"),
        endpoints.source(
            "outcomes",
            new OutcomeDeserializer(Limits.CONTRACT, EventTypes.INBOUND_OUTCOME),
            "outcomes",
            start()),
        endpoints.source(
            "control",
            new ControlDeserializer(EventTypes.INBOUND_CONTROL),
            "control",
            OffsetsInitializer.earliest()),
        endpoints.source(
            "models",
            new ModelDeserializer(EventTypes.INBOUND_MODEL),
            "models",
            OffsetsInitializer.earliest()),
        // Outcomes of what an earlier run without state recommended cannot be learnt from.
        endpoints.source(
            "recommendations",
            new IssuedRecommendationDeserializer(Limits.CONTRACT, EventTypes.ISSUED),
            "issued",
            OffsetsInitializer.latest()),
        sink("findings", new FindingSerializer(outbox("findings"))),
        sink("alerts", new AlertSerializer(outbox("alerts"))),
        sink("recommendations", new RecommendationSerializer(outbox("recommendations"))),
        sink("dead-letters", new DeadLetterSerializer(outbox("dead-letters"))),
        sink("audit", new AuditSerializer(outbox("audit"))),
        self(),
        this::points);
  }

  MetricsTopology.MetricsPorts metrics() {
    Database database = settings.database();
    return new MetricsTopology.MetricsPorts(
        endpoints.source(
            "metric-points",
            new LineBatchDeserializer(JobTypes.LINE_BATCH, DatabasePorts.routing(database)),
            "metrics",
            committed()),
        new InfluxSink(
            DatabasePorts.settings(database),
            new DeadLetterLines(
                kafka.topic("metric-points"),
                outbox("dead-letters"),
                endpoints.producerProperties())),
        DatabasePorts.coldFiles(database),
        self());
  }

  DeliveryTopology.DeliveryPorts delivery() {
    return new DeliveryTopology.DeliveryPorts(
        settings.subscribers(),
        subscriber ->
            endpoints.source(
                "recommendations",
                new AdviceDeserializer(Limits.CONTRACT, subscriber.interest(), JobTypes.ADVICE),
                "delivery-" + subscriber.name(),
                committed()),
        endpoints.sink(
            new DeadLetterSerializer(outbox("dead-letters")),
            guarantee("dead-letters"),
            "undelivered"),
        self());
  }

  /**
   * Own KPIs go where everybody's go; losing one in a failure harms nobody, repeating one is what
   * de-duplication is for.
   */
  private Sink<SelfMeasurement> self() {
    return endpoints.sink(
        new SelfReportSerializer(outbox("kpi-reports")), DeliveryGuarantee.AT_LEAST_ONCE, "self");
  }

  private Sink<PointBatch> points(String name) {
    return endpoints.sink(
        new PointBatchSerializer(outbox("metric-points")), guarantee("metric-points"), name);
  }

  private <T> Sink<T> sink(String topic, KafkaRecordSerializationSchema<T> serializer) {
    return endpoints.sink(serializer, guarantee(topic), topic);
  }

  private DeliveryGuarantee guarantee(String topic) {
    return settings.publishing().isExactlyOnce(topic)
        ? DeliveryGuarantee.EXACTLY_ONCE
        : DeliveryGuarantee.AT_LEAST_ONCE;
  }

  private Outbox outbox(String topic) {
    return Outbox.of(kafka.topic(topic), "/refinement/" + settings.deployment());
  }

  private OffsetsInitializer start() {
    return switch (settings.kafka().start()) {
      case "earliest" -> OffsetsInitializer.earliest();
      case "latest" -> OffsetsInitializer.latest();
      default -> committed();
    };
  }

  @SuppressWarnings("deprecation") // Kafka retired the enum, Flink's connector still asks for it
  private static OffsetsInitializer committed() {
    return OffsetsInitializer.committedOffsets(
        org.apache.kafka.clients.consumer.OffsetResetStrategy.EARLIEST);
  }
}
