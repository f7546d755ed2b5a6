package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.kafka.KafkaEndpoints;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the platform alone costs: values are read and written exactly once, and nothing is done with them. Source and sink have the
 * product's own settings, so that what differs is the product's work.
 */
final class Passthrough {
  /** Last part of the consumer group. */
  static final String GROUP = "passthrough";

  /** Last part of the topic that it writes. */
  static final String OUTPUT = "passthrough";

  private Passthrough() {}

  static void define(StreamExecutionEnvironment env, KafkaSettings settings) {
    KafkaEndpoints endpoints = new KafkaEndpoints(settings);
    env.fromSource(
            endpoints.source("kpi-reports", new Values(), GROUP, OffsetsInitializer.earliest()),
            WatermarkStrategy.noWatermarks(),
            "Read values")
        .uid("read")
        .sinkTo(endpoints.sink(new ToTopic(settings.topic(OUTPUT)), DeliveryGuarantee.EXACTLY_ONCE, OUTPUT))
        .uid("write")
        .name("Write values");
  }

  private static final class Values implements KafkaRecordDeserializationSchema<byte[]> {
    private static final long serialVersionUID = 1;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> consumed, Collector<byte[]> out) {
      out.collect(consumed.value());
    }

    @Override
    public TypeInformation<byte[]> getProducedType() {
      return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }
  }

  private static final class ToTopic implements KafkaRecordSerializationSchema<byte[]>, KafkaDatasetFacetProvider {
    private static final long serialVersionUID = 1;

    private final String topic;

    ToTopic(String topic) {
      this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(byte[] value, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(topic, value);
    }

    /** Pooled transactions ask for the topic. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      return Optional.of(new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }
  }
}
