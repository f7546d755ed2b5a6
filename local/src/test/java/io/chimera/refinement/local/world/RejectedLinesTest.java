package io.chimera.refinement.local.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.chimera.refinement.connectors.influx.LineOrigin;
import io.chimera.refinement.connectors.influx.RejectedLine;
import io.chimera.refinement.connectors.kafka.KafkaEndpoints;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Outbox;
import io.chimera.refinement.connectors.kafka.RejectedLinesTopic;
import io.chimera.refinement.connectors.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedLinesTest {
  private static final String LINE = "kpi_window,agent=a count=\"much\" 1795248000000";

  @TempDir private Path folder;

  /** Contract, section 2: SINK_REJECTED. */
  @Test
  void aPointThatTheDatabaseRefusesIsADeadLetterWithItsPlace() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers(), "t.", "d", 60_000);
      try (Topics topics = new Topics(kafka)) {
        topics.create(any -> 1, 1);
      }
      RejectedLinesTopic lines =
          InstantiationUtil.clone(
              new RejectedLinesTopic(
                  Outbox.of(kafka.topic("dead-letters"), "/test"),
                  kafka.topic("metric-points"),
                  new KafkaEndpoints(kafka).producerProperties()));
      RejectedLine line =
          new RejectedLine(
              LINE.getBytes(StandardCharsets.UTF_8),
              "cast error",
              new LineOrigin(2, 17, 5),
              1_795_248_000_000L);
      lines.rejected(line);
      lines.rejected(line);
      lines.flush();
      lines.close();

      List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
      try (TopicReader reader =
          TopicReader.fromBeginning(broker.bootstrapServers(), List.of("t.dead-letters"), true)) {
        reader.drain(found::add);
      }
      assertThat(found).hasSize(2);
      assertThat(id(found.get(0))).isEqualTo(id(found.get(1)));
      JsonNode letter = new ObjectMapper().readTree(found.get(0).value());
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(Path.of("../schemas/dead-letter.schema.json").toUri())
                  .validate(letter))
          .isEmpty();
      assertThat(letter.path("reason").asText()).isEqualTo("SINK_REJECTED");
      assertThat(letter.path("topic").asText()).isEqualTo("t.metric-points");
      assertThat(letter.path("partition").asInt()).isEqualTo(2);
      assertThat(letter.path("offset").asLong()).isEqualTo(17);
      assertThat(letter.path("index").asInt()).isEqualTo(5);
      assertThat(new String(letter.path("payload").binaryValue(), StandardCharsets.UTF_8))
          .isEqualTo(LINE);
    }
  }

  private static String id(ConsumerRecord<byte[], byte[]> message) {
    return new String(message.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }
}
