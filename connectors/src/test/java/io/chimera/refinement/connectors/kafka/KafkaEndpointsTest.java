package io.chimera.refinement.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.state.event.Inbound;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaEndpointsTest {
  private static final KafkaSettings SETTINGS =
      new KafkaSettings(
          "broker:9092",
          "refinement.",
          "blue",
          Map.of("security.protocol", "SSL", "ssl.key.password", "secret", "linger.ms", "7"),
          Map.of("isolation.level", "read_uncommitted"),
          Map.of("linger.ms", "50"),
          Map.of("request.timeout.ms", "3000"),
          600_000);

  private final KafkaEndpoints endpoints = new KafkaEndpoints(SETTINGS);

  @Test
  void theMoreSpecialPropertyWins() {
    assertThat(endpoints.sourceProperties())
        .containsEntry("security.protocol", "SSL")
        .containsEntry("isolation.level", "read_uncommitted")
        .containsEntry("default.api.timeout.ms", "15000");
    assertThat(endpoints.sinkProperties())
        .containsEntry("linger.ms", "50")
        .containsEntry("acks", "all")
        .containsEntry("transaction.timeout.ms", "600000");
    assertThat(endpoints.adminProperties())
        .containsEntry("bootstrap.servers", "broker:9092")
        .containsEntry("request.timeout.ms", "3000");
  }

  @Test
  void oneDeploymentsTransactionsAreNoPrefixOfAnothers() {
    KafkaEndpoints other =
        new KafkaEndpoints(KafkaSettings.of("broker:9092", "refinement.", "blue2", 600_000));

    assertThat(endpoints.transactionalPrefix("audit")).isEqualTo("refinement.blue.audit.");
    assertThat(other.transactionalPrefix("audit"))
        .doesNotStartWith(endpoints.transactionalPrefix("audit"));
  }

  @ParameterizedTest
  @EnumSource(DeliveryGuarantee.class)
  void everySerializerSuitsEveryGuarantee(DeliveryGuarantee guarantee) {
    Outbox outbox = Outbox.of("refinement.out", "/refinement/blue");
    Stream.<KafkaRecordSerializationSchema<?>>of(
            new FindingSerializer(outbox),
            new AlertSerializer(outbox),
            new RecommendationSerializer(outbox),
            new DeadLetterSerializer(outbox),
            new AuditSerializer(outbox),
            new SelfReportSerializer(outbox))
        .forEach(
            serializer -> assertThat(endpoints.sink(serializer, guarantee, "out")).isNotNull());
  }

  @Test
  void aSourceIsBuiltWithoutABroker() {
    var schema = new ReportDeserializer(Limits.CONTRACT, TypeInformation.of(Inbound.class));

    assertThat(
            endpoints
                .source("kpi-reports", schema, "reports", OffsetsInitializer.earliest())
                .getProducedType())
        .isEqualTo(TypeInformation.of(Inbound.class));
  }

  @Test
  void secretsAreNotShown() {
    assertThat(SETTINGS.toString())
        .contains("ssl.key.password")
        .doesNotContain("=secret")
        .doesNotContain(" secret");
  }

  @Test
  void settingsNameTheirFault() {
    assertThatThrownBy(() -> KafkaSettings.of(" ", "p.", "d", 1))
        .hasMessage("bootstrapServers must not be blank, was  ");
    assertThatThrownBy(() -> KafkaSettings.of("b", "p.", "d", 0))
        .hasMessage("transactionTimeoutMillis must be positive, was 0");
  }

  @Test
  void anUnreachableClusterIsNamedWithTheNextStep() {
    KafkaSettings nowhere =
        new KafkaSettings(
            "127.0.0.1:1",
            "p.",
            "d",
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("request.timeout.ms", "200", "default.api.timeout.ms", "300"),
            1);
    try (Topics topics = new Topics(nowhere)) {
      assertThatThrownBy(() -> topics.check(Topic::partitions, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot list topics at 127.0.0.1:1: ")
          .hasMessageEndingWith("; check kafka.bootstrap.servers and that the broker runs");
    }
  }

  @Test
  void theTopicsAreThoseOfTheContract() {
    assertThat(Topic.values()).extracting(Topic::suffix).doesNotHaveDuplicates().hasSize(10);
    assertThat(Topic.KPI_REPORTS.partitions()).isEqualTo(64);
    assertThat(Topic.KPI_REPORTS.localPartitions()).isEqualTo(8);
    assertThat(Topic.KPI_REPORTS.config())
        .containsEntry("message.timestamp.type", "LogAppendTime")
        .containsEntry("retention.ms", "604800000");
    assertThat(Topic.CONTROL.config()).containsExactly(Map.entry("cleanup.policy", "compact"));
    assertThat(Topic.ALERTS.config()).containsEntry("cleanup.policy", "compact,delete");
  }
}
