package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.json.RecommendationReader;
import io.chimera.refinement.state.event.IssuedRecommendation;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the product's own topic {@code recommendations} back; what is no recommendation is passed
 * over.
 */
public final class IssuedRecommendationDeserializer
    implements KafkaRecordDeserializationSchema<IssuedRecommendation> {
  private static final long serialVersionUID = 1;

  private final Limits limits;
  private final TypeInformation<IssuedRecommendation> type;
  private transient RecommendationReader reader;

  public IssuedRecommendationDeserializer(
      Limits limits, TypeInformation<IssuedRecommendation> type) {
    this.limits = limits;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    reader = new RecommendationReader(limits);
  }

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> message, Collector<IssuedRecommendation> out) {
    reader.read(message.value()).ifPresent(out::collect);
  }

  @Override
  public TypeInformation<IssuedRecommendation> getProducedType() {
    return type;
  }
}
