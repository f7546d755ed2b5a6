package io.chimera.refinement.local.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.local.world.TopicNames;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private final Observation observation = new Observation(new TopicNames("t."));

  @Test
  void theLastRowOfAnOffsetRangeCounts() {
    audit("t.kpi-reports", 0, 0, 10, 8, 2);
    audit("t.kpi-reports", 0, 0, 20, 17, 3);
    audit("t.kpi-reports", 0, 5_000, 5, 5, 0);
    audit("t.kpi-reports", 1, 0, 4, 4, 0);
    audit("t.outcomes", 0, 0, 100, 100, 0);

    Ledger ledger = observation.snapshot().ledger();
    assertThat(ledger).isEqualTo(new Ledger(29, 26, 3, 0, 0, 0, 0, true));
    assertThat(ledger.balanced()).isTrue();
    audit("t.kpi-reports", 2, 0, 5, 3, 1);
    assertThat(observation.snapshot().ledger().balanced()).isFalse();
    assertThat(observation.snapshot().ledger().closedBalance()).isTrue();
    send(
        "t.audit",
        "{\"topic\":\"t.kpi-reports\",\"partition\":2,\"fromOffset\":0,\"complete\":true,\"reports\":5,\"accepted\":4}");
    assertThat(observation.snapshot().ledger().closedBalance()).isFalse();
  }

  @Test
  void aPointThatIsWrittenTwiceIsOnePoint() {
    send(
        "t.metric-points",
        "kpi_window,system=a,labels=x\\ y mean=1,text=\"a b, c\" 1000\nkpi_window,system=a,labels=x\\ y mean=2 1000\n");
    send(
        "t.metric-points",
        "kpi_window,system=a mean=1 2000\nkpi_window_1m,system=a mean=1 2000\noutcome,system=a reward=0.25,id=\"i\" 3000\n");
    send(
        "t.metric-points",
        "outcome,system=a reward=0.75,id=\"j\" 4000\noutcome,system=a reward=0.75,id=\"j\" 4000");

    Snapshot seen = observation.snapshot();
    assertThat(seen.points()).isEqualTo(5);
    assertThat(seen.windows()).isEqualTo(2);
    assertThat(seen.rewards()).isEqualTo(2);
    assertThat(seen.meanReward()).isEqualTo(0.5);
  }

  @Test
  void pointsThatTheDatabaseRefusedForGoodWereNotWritten() {
    send("t.metric-points", "a,b=c v=1 1\na,b=c v=1 2");
    send("t.dead-letters", "{\"reason\":\"SINK_REJECTED\"}");
    send("t.dead-letters", "{\"reason\":\"EMPTY\"}");

    assertThat(observation.snapshot().points()).isEqualTo(1);
    assertThat(observation.snapshot().deadLetters()).isEqualTo(2);
  }

  @Test
  void percentilesComeFromMergedHistogramsOfTheProductsOwnReports() {
    latency("refinement", "[[10,50],[20,45]]");
    latency("refinement", "[[20,1],[100,4]]");
    latency("demo", "[[100000,1000000]]");

    assertThat(observation.snapshot().total()).isEqualTo(new Latency(100, 10, 20, 100, 100));
  }

  @Test
  void aFindingThatClosesStaysOneFinding() {
    send(
        "t.findings",
        "{\"findingId\":\"f\",\"kind\":\"anomaly\",\"system\":\"s\",\"component\":\"c\",\"agentId\":null,\"detectedAt\":5,\"state\":\"open\"}");
    send(
        "t.findings",
        "{\"findingId\":\"f\",\"kind\":\"anomaly\",\"system\":\"s\",\"component\":\"c\",\"agentId\":null,\"detectedAt\":9,\"state\":\"closed\"}");
    send("t.alerts", "{\"alertId\":\"a\",\"state\":\"firing\"}");
    send("t.alerts", "{\"alertId\":\"a\",\"state\":\"resolved\"}");
    send("t.recommendations", "{\"recommendationId\":\"r\"}");
    send("t.recommendations", "{\"recommendationId\":\"r\"}");

    Snapshot seen = observation.snapshot();
    assertThat(seen.findings()).isEqualTo(Map.of("anomaly", 1L));
    assertThat(seen.alerts()).isEqualTo(Map.of("resolved", 1L));
    assertThat(seen.recommendations()).isEqualTo(1);
    assertThat(observation.findings())
        .singleElement()
        .satisfies(f -> assertThat(f.detectedAt()).isEqualTo(5));
    assertThat(seen.events())
        .extracting(Event::state)
        .containsExactly("resolved", "firing", "closed", "open", "", "");
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    send("t.findings", "{");
    send("t.kpi-reports", "ingestion_latency_ms");
    send("t.kpi-reports", null);

    assertThat(observation.snapshot().findings()).isEmpty();
  }

  private void audit(
      String topic, int partition, long from, long reports, long accepted, long duplicate) {
    send(
        "t.audit",
        "{\"topic\":\"%s\",\"partition\":%d,\"fromOffset\":%d,\"reports\":%d,\"accepted\":%d,\"duplicate\":%d,\"late\":0,\"future\":0,\"rejected\":0,\"quarantined\":0}"
            .formatted(topic, partition, from, reports, accepted, duplicate));
  }

  private void latency(String system, String buckets) {
    send(
        "t.kpi-reports",
        "{\"system\":\"%s\",\"timestamp\":1000,\"metrics\":{\"ingestion_latency_ms\":{\"count\":1,\"buckets\":%s}}}"
            .formatted(system, buckets));
  }

  private void send(String topic, String value) {
    observation.accept(
        new ConsumerRecord<>(topic, 0, 0, null, value == null ? null : value.getBytes(UTF_8)));
  }
}
