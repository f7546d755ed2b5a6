package io.chimera.refinement.local.oracle;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same input once more, in another topic: the same partitions in the same order, with the same
 * times, because whether a report lies in the future is judged against the time of its record.
 */
public final class InputCopy {
  private InputCopy() {}

  public static void send(String bootstrapServers, List<Stored> input, String topic) {
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            12 << 20);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Stored stored : input) {
        ProducerRecord<byte[], byte[]> message =
            new ProducerRecord<>(
                topic, stored.partition(), stored.timestamp(), null, stored.value());
        stored
            .headers()
            .forEach(
                (name, value) ->
                    message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        var unused = producer.send(message);
      }
    }
  }
}
