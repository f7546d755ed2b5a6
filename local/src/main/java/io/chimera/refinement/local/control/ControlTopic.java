package io.chimera.refinement.local.control;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Documents of a running system, by {@code kind/name}.
 *
 * @param brokers where it is
 * @param topic name of the topic
 */
public record ControlTopic(Brokers brokers, String topic) {

  /** What was said and not withdrawn since, as JSON. */
  public Map<String, String> read() {
    Map<String, String> documents = new TreeMap<>();
    try (TopicReader reader = TopicReader.fromBeginning(brokers, List.of(topic), true)) {
      reader.drain(
          record -> {
            String key =
                record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
              documents.remove(key);
            } else {
              documents.put(key, new String(record.value(), StandardCharsets.UTF_8));
            }
          });
    }
    return documents;
  }

  /** Says all of this; a null value withdraws. Returns when the broker has it. */
  public void publish(Map<String, String> documents) {
    Map<String, Object> settings =
        brokers.producer(
            Map.of(
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, "0",
                ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000"));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      Map<String, Future<RecordMetadata>> sent = new TreeMap<>();
      documents.forEach(
          (key, value) ->
              sent.put(key, producer.send(new ProducerRecord<>(topic, bytes(key), bytes(value)))));
      for (Future<RecordMetadata> each : sent.values()) {
        each.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw brokers.failed("write to topic " + topic + " of", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot write to topic " + topic + ": interrupted; try again", e);
    }
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
