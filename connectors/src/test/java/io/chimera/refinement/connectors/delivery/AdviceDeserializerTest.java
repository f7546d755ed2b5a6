package io.chimera.refinement.connectors.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.json.RandomEvents;
import io.chimera.refinement.state.event.Recommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceDeserializerTest {
  private static final String RECORD =
      "{\"schemaVersion\":1,\"recommendationId\":\"r-1\",\"system\":\"shop\",\"component\":\"cart\",\"agentId\":null,\"decidedAt\":1795248010000,\"optimizer\":\"bandit\",\"action\":{\"name\":\"hold\",\"mode\":\"x\"},\"mode\":\"live\",\"ttlSeconds\":%s}";

  private static List<Advice> read(Interest interest, byte[] value) {
    AdviceDeserializer deserializer =
        new AdviceDeserializer(Limits.CONTRACT, interest, TypeInformation.of(Advice.class));
    deserializer.open(null);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("refinement.recommendations", 2, 41, null, value);
    record.headers().add("ce_id", "r-1".getBytes(UTF_8));
    record.headers().add("emitted_at", "1795248010007".getBytes(UTF_8));
    List<Advice> read = new ArrayList<>();
    deserializer.deserialize(record, new ListCollector<>(read));
    return read;
  }

  @Test
  void theBytesStayAsTheyAreAndTheTimesAreRead() {
    byte[] value = RECORD.formatted("300").getBytes(UTF_8);
    assertThat(read(Interest.EVERYTHING, value))
        .singleElement()
        .satisfies(
            advice -> {
              assertThat(advice.json()).isSameAs(value);
              assertThat(advice.subject()).isEqualTo("shop/cart");
              assertThat(advice.expiresMillis()).isEqualTo(1_795_248_310_000L);
              assertThat(advice.emittedMillis()).isEqualTo(1_795_248_010_007L);
              assertThat(advice.origin().offset()).isEqualTo(41);
              assertThat(advice.headers()).containsEntry("ce_id", "r-1");
            });
  }

  @Test
  void anEndlessTimeToLiveDoesNotOverflow() {
    byte[] value = RECORD.formatted(Long.toString(Long.MAX_VALUE)).getBytes(UTF_8);
    assertThat(read(Interest.EVERYTHING, value).get(0).expiresMillis())
        .isGreaterThan(Long.MAX_VALUE - 2_000);
  }

  @ParameterizedTest
  @CsvSource({
    "shop, cart, bandit, live, 1",
    "shop, search, bandit, live, 0",
    "mail, cart, bandit, live, 0",
    "shop, cart, rule, live, 0",
    "shop, cart, bandit, shadow, 0"
  })
  void onlyWhatIsWantedPasses(
      String system, String component, String optimizer, String mode, int passing) {
    Interest interest =
        new Interest(Set.of(system, "other"), Set.of(component), Set.of(optimizer), Set.of(mode));
    assertThat(read(interest, RECORD.formatted("300").getBytes(UTF_8))).hasSize(passing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{}", "{\"recommendationId\":1}", "nonsense"})
  void whatIsNoRecommendationIsPassedOver(String value) {
    assertThat(read(Interest.EVERYTHING, value.getBytes(UTF_8))).isEmpty();
    assertThat(read(Interest.EVERYTHING, null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatTheProductWritesIsRead(long seed) {
    RandomEvents random = new RandomEvents(seed);
    for (int i = 0; i < 50; i++) {
      Recommendation written = random.recommendation();
      byte[] value = JsonWriter.recommendations().write(written);
      List<Advice> read = read(Interest.EVERYTHING, value);
      if (written.decidedAt() > 0 && written.ttlSeconds() >= 0) {
        assertThat(read)
            .singleElement()
            .satisfies(
                advice ->
                    assertThat(advice.recommendationId()).isEqualTo(written.recommendationId()));
      }
    }
  }
}
