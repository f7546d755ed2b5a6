package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.InboundControl;
import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlDeserializerTest {
  private static final String RULE =
      """
      apiVersion: refinement.io/v1
      kind: AlertRule
      metadata: {name: slow}
      spec: {select: {metric: latency_ms}, statistic: p95, op: gt, threshold: 500, severity: warning}
      """;

  @Test
  void aDocumentIsReadFromYamlAndFromJson() {
    String json = ControlDocuments.read("x", RULE).documents().get(0).json();
    ControlUpdate fromYaml = read("AlertRule/slow", RULE).update();
    assertThat(fromYaml.alertRule().conditions().get(0).threshold()).isEqualTo(500);
    assertThat(read("AlertRule/slow", json).update()).isEqualTo(fromYaml);
  }

  @Test
  void noValueWithdraws() {
    assertThat(read("AlertRule/slow", null).update())
        .isEqualTo(ControlUpdate.withdrawn("AlertRule", "slow"));
    assertThat(read("Freeze/mplp/context_module", null).update().name())
        .isEqualTo("mplp/context_module");
  }

  @ParameterizedTest
  @CsvSource({
    "AlertRule/other, key must be that of the document",
    "ActionCatalogue/slow, key must be that of the document",
    "Rule/slow, key must be kind/name",
    "AlertRule, name in the key must be a name",
    "AlertRule/, name in the key must be a name",
    ", key must be kind/name"
  })
  void aKeyThatIsNotTheDocumentsIsRejected(String key, String detail) {
    assertThat(read(key, RULE).rejected().detail()).startsWith(detail);
  }

  @Test
  void aDeadLetterSaysAllThatIsWrongAndWhere() {
    InboundControl inbound =
        read("AlertRule/slow", RULE.replace("p95", "p96").replace("gt", "above"));
    assertThat(inbound.isUpdate()).isFalse();
    assertThat(inbound.rejected().reason()).isEqualTo(Reason.INVALID_CONTROL);
    assertThat(inbound.rejected().detail().lines())
        .hasSize(2)
        .first()
        .asString()
        .isEqualTo(
            "AlertRule/slow:4: spec.statistic must be one of count, sum, mean, min, max, stddev, p50, p95, p99, p999, was p96; did you mean p95?");
    assertThat(inbound.rejected().origin().offset()).isEqualTo(7);
    assertThat(inbound.rejected().headers()).containsEntry("who", "me");
    assertThat(inbound.rejected().payload()).asString().contains("above");
  }

  @Test
  void manyFaultsAreCut() {
    String fields = "x: 1\n".repeat(500);
    assertThat(read("AlertRule/slow", fields).rejected().detail())
        .hasSizeLessThan(10_000)
        .contains("more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "---",
        "{}",
        "[]",
        "null",
        "7",
        "{",
        "\u0000",
        "a: *b",
        "%YAML 9.9\n---\na: b",
        "!<x> y",
        "? [a]\n: b",
        "<<: {a: b}"
      })
  void whatIsNoDocumentIsRejected(String value) {
    assertThat(read("AlertRule/slow", value).rejected().reason()).isEqualTo(Reason.INVALID_CONTROL);
  }

  @Test
  void twoDocumentsAreOneTooMany() {
    assertThat(read("AlertRule/slow", RULE + "---\n" + RULE).rejected().detail())
        .isEqualTo("value must be one document, was 2");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noSequenceOfBytesEndsTheJob(long seed) {
    Random random = new Random(seed);
    byte[] good = RULE.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = good.clone();
      for (int j = 0; j <= random.nextInt(8); j++) {
        bytes[random.nextInt(bytes.length)] =
            i % 2 == 0
                ? (byte) random.nextInt(256)
                : (byte) "&*![]{}:-?|>%@`'\"#,\n\t ".charAt(random.nextInt(22));
      }
      InboundControl inbound = read("AlertRule/slow".getBytes(StandardCharsets.UTF_8), bytes);
      assertThat(inbound.isUpdate()).isEqualTo(inbound.rejected() == null);
    }
    byte[] noise = new byte[500];
    for (int i = 0; i < 500; i++) {
      random.nextBytes(noise);
      assertThat(read(noise, noise).isUpdate()).isFalse();
      assertThat(read("AlertRule/slow".getBytes(StandardCharsets.UTF_8), noise).isUpdate())
          .isFalse();
    }
  }

  private static InboundControl read(String key, String value) {
    return read(
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private static InboundControl read(byte[] key, byte[] value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("refinement.control", 0, 7, key, value);
    record.headers().add("who", "me".getBytes(StandardCharsets.UTF_8));
    List<InboundControl> read = new ArrayList<>();
    new ControlDeserializer(TypeInformation.of(InboundControl.class))
        .deserialize(record, new ListCollector<>(read));
    assertThat(read).hasSize(1);
    return read.get(0);
  }
}
