package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.json.RecommendationFactsReader;
import io.chimera.refinement.connectors.kafka.InboundRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads from the topic {@code recommendations} what one subscriber wants; what is no recommendation
 * is passed over.
 */
public final class AdviceDeserializer implements KafkaRecordDeserializationSchema<Advice> {
  private static final long serialVersionUID = 1;

  private final Limits limits;
  private final Interest interest;
  private final TypeInformation<Advice> type;
  private transient RecommendationFactsReader reader;

  public AdviceDeserializer(Limits limits, Interest interest, TypeInformation<Advice> type) {
    this.limits = limits;
    this.interest = interest;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    reader = new RecommendationFactsReader(limits);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Advice> out) {
    reader
        .read(message.value())
        .filter(interest::covers)
        .map(
            facts ->
                Advice.of(
                    facts,
                    message.value(),
                    InboundRecord.originOf(message),
                    InboundRecord.headersOf(message)))
        .ifPresent(out::collect);
  }

  @Override
  public TypeInformation<Advice> getProducedType() {
    return type;
  }
}
