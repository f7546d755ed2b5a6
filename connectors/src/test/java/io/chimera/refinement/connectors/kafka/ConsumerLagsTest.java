package io.chimera.refinement.connectors.kafka;

import static io.chimera.refinement.state.ingest.Backlog.Reading.BEHIND;
import static io.chimera.refinement.state.ingest.Backlog.Reading.CAUGHT_UP;
import static io.chimera.refinement.state.ingest.Backlog.Reading.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** REF-ING-09: a partition with unread records is not idle. */
class ConsumerLagsTest {
  private static final String CLIENT = "refinement.main.reports-1";

  private final ConsumerLags lags = new ConsumerLags();

  @AfterEach
  void close() {
    lags.close();
  }

  @Test
  void nothingIsKnownOfAClientThatIsNotThere() {
    assertThat(ConsumerLags.of("nobody", each -> true)).isEqualTo(UNKNOWN);
  }

  @Test
  void aClientIsBehindUntilEachOfItsPartitionsHasAnswered() {
    start(2);
    lags.metricChange(lag(0, 0));
    assertThat(ConsumerLags.of(CLIENT, each -> true)).isEqualTo(BEHIND);
    lags.metricChange(lag(7, 0));
    assertThat(ConsumerLags.of(CLIENT, each -> true)).isEqualTo(CAUGHT_UP);
  }

  @Test
  void onlyTheLagOfThePartitionsAskedForCounts() {
    start(2);
    lags.metricChange(lag(0, 0));
    lags.metricChange(lag(7, 12));
    assertThat(ConsumerLags.of(CLIENT, each -> each == 7)).isEqualTo(BEHIND);
    assertThat(ConsumerLags.of(CLIENT, each -> each == 0)).isEqualTo(CAUGHT_UP);
  }

  @Test
  void aPartitionThatWasTakenAwayNoLongerCounts() {
    start(1);
    KafkaMetric taken = lag(7, 12);
    lags.metricChange(lag(0, 0));
    lags.metricChange(taken);
    lags.metricRemoval(taken);
    assertThat(ConsumerLags.of(CLIENT, each -> true)).isEqualTo(CAUGHT_UP);
  }

  @Test
  void aClientThatIsClosedIsForgottenButNotItsSuccessor() {
    start(0);
    ConsumerLags successor = new ConsumerLags();
    successor.configure(Map.of("client.id", CLIENT));
    successor.init(List.of(metric("assigned-partitions", Map.of(), 0)));
    lags.close();
    assertThat(ConsumerLags.of(CLIENT, each -> true)).isEqualTo(CAUGHT_UP);
    successor.close();
    assertThat(ConsumerLags.of(CLIENT, each -> true)).isEqualTo(UNKNOWN);
  }

  private void start(int partitions) {
    lags.configure(Map.of("client.id", CLIENT));
    lags.init(List.of(metric("assigned-partitions", Map.of(), partitions)));
  }

  private static KafkaMetric lag(int partition, double records) {
    return metric("records-lag", Map.of("partition", String.valueOf(partition)), records);
  }

  private static KafkaMetric metric(String name, Map<String, String> tags, double value) {
    return new KafkaMetric(
        new Object(),
        new MetricName(name, "consumer", "", new HashMap<>(tags)),
        (Gauge<Double>) (config, now) -> value,
        new MetricConfig(),
        Time.SYSTEM);
  }
}
