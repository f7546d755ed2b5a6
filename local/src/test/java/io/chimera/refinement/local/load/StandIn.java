package io.chimera.refinement.local.load;

import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Stands in for the product: accepts every report, and says so where the product would, in its
 * rows, own KPIs and points.
 */
final class StandIn implements AutoCloseable {
  private final TopicNames topics;
  private final TopicReader reader;
  private final KafkaProducer<String, String> producer;
  private final List<String> objectives;
  private final Map<Integer, Long> records = new TreeMap<>();
  private final Thread thread = new Thread(this::run, "stand-in");
  private volatile boolean stopped;

  /**
   * @param objectives objectives that are said to be met
   */
  StandIn(String bootstrapServers, TopicNames topics, List<String> objectives) {
    this.topics = topics;
    this.objectives = objectives;
    this.reader = TopicReader.fromBeginning(bootstrapServers, List.of(topics.kpiReports()), false);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!stopped) {
      boolean[] any = {false};
      reader.pollPatiently(
          record -> {
            String text = new String(record.value(), StandardCharsets.UTF_8);
            records.merge(record.partition(), 1L, Long::sum);
            any[0] |= !text.contains("\"system\":\"refinement\"");
          });
      records.forEach(this::row);
      if (any[0]) {
        say();
      }
      producer.flush();
    }
  }

  private void row(int partition, long count) {
    send(
        topics.audit(),
        """
        {"topic":"%s","partition":%d,"fromOffset":0,"toOffset":5000,"complete":false,"records":%d,"reports":%d,"accepted":%d,
         "duplicate":0,"late":0,"future":0,"rejected":0,"quarantined":0}
        """
            .formatted(topics.kpiReports(), partition, count, count, count));
  }

  private void say() {
    long now = System.currentTimeMillis();
    send(
        topics.kpiReports(),
        """
        {"reportId":"self-%d","system":"refinement","component":"drop-duplicates","agentId":"refinement-0","timestamp":%d,
         "metrics":{"ingestion_latency_ms":{"count":5,"sum":50,"min":10,"max":10,"buckets":[[10,5]]}}}
        """
            .formatted(now, now));
    for (String objective : objectives) {
      send(
          topics.metricPoints(),
          "slo,objective=%s,subject=shop state=\"met\",value=40,samples=9i %d"
              .formatted(objective, now));
    }
  }

  private void send(String topic, String value) {
    var unused = producer.send(new ProducerRecord<>(topic, value));
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    reader.close();
    producer.close();
  }
}
