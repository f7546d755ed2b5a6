package io.chimera.refinement.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.connectors.yaml.LoadProfile.Ramp;
import io.chimera.refinement.local.world.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is taken from the topics, and what is not. */
class LoadObservationTest {
  private static final TopicNames TOPICS = new TopicNames("refinement.");

  private final LoadObservation observation = new LoadObservation(TOPICS);

  private void say(String topic, String value) {
    observation.accept(
        new ConsumerRecord<>(topic, 0, 0, new byte[0], value.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPointThatIsMalformedCostsNothingElse() {
    observation.begin(5_000, 5_000, List.of());
    say(
        TOPICS.metricPoints(),
        """
        slo,objective=cart-p95,subject=shop state="met",value=40,samples=9i noon
        slo,objective=cart-p95,subject=shop state="met",value=forty,samples=9i 6000
        slo,objective=cart-p95,subject=shop state="met",value=40,samples=9i 6000
        """);
    assertThat(observation.unreadable()).isEqualTo(2);
    assertThat(observation.objective("cart-p95").met()).isEqualTo(1);
    say(TOPICS.kpiReports(), "ingestion_latency_ms");
    assertThat(observation.unreadable()).as("anybody may write reports").isEqualTo(2);
  }

  @Test
  void objectivesOfTheTimeBeforeSayNothing() {
    observation.begin(9_000, 5_000, List.of());
    say(TOPICS.metricPoints(), "slo,objective=a,subject=s state=\"breached\",value=9 4999");
    say(TOPICS.metricPoints(), "slo,objective=a,subject=s state=\"met\",value=1 5000");
    assertThat(observation.objective("a").breached()).isZero();
    assertThat(observation.objective("a").met()).isEqualTo(1);
  }

  @Test
  void theLagIsThatOfTheInput() {
    observation.begin(0, 0, List.of(new Spike("peak", 10_000, 20_000)));
    for (int second = 10; second < 13; second++) {
      own(second, "drop-duplicates", "\"ingestion_latency_ms\":{\"buckets\":[[10,5]]}");
      own(second, "ingest", "\"consumer_lag_s\":0.2");
      own(second, "delivery", "\"consumer_lag_s\":60");
    }
    assertThat(observation.recoveries()).containsEntry("peak", OptionalDouble.of(0));
  }

  private void own(int second, String component, String metric) {
    say(
        TOPICS.kpiReports(),
        "{\"system\":\"refinement\",\"component\":\"%s\",\"timestamp\":%d,\"metrics\":{%s}}"
            .formatted(component, second * 1_000, metric));
  }

  @Test
  void asFastAsItGoesHasNoTimeToMiss() {
    Ramp none = new Ramp(0, 0);
    LoadTally tally =
        new LoadTally(
            new Schedule(
                List.of(
                    new Phase("drain", 0, none, none, 2, false, Map.of()),
                    new Phase("paced", 10_000, new Ramp(1, 1), none, 0, false, Map.of())),
                1));
    RecordMetadata there = new RecordMetadata(new TopicPartition("kpi", 0), 0, 0, 0, 0, 0);
    tally.answered(0, 0, 30_000, there, null);
    tally.answered(1, 1_000, 30_000, there, null);
    assertThat(tally.phase(0).onTime()).isEqualTo(1);
    assertThat(tally.phase(1).onTime()).isZero();
  }
}
