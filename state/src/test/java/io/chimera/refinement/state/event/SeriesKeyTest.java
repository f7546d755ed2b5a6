package io.chimera.refinement.state.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesKeyTest {
  private static final String CHARACTERS = "ab/{}=,%*|\" \\\u0001\u007Fä温2A-_.:";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyKeyIsReadBackFromItsText(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Map<String, String> labels = new HashMap<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        labels.put(text(random, 1), text(random, 0));
      }
      String agent = random.nextInt(5) == 0 ? SeriesKey.FLEET : text(random, 1);
      SeriesKey key =
          new SeriesKey(
              text(random, 1),
              text(random, 1),
              agent,
              text(random, 1),
              SeriesKey.canonicalLabels(labels));
      assertThat(SeriesKey.parse(key.canonical())).isEqualTo(key);
      assertThat(key.labelMap()).isEqualTo(labels);
      assertThat(key.canonical()).doesNotContain(" ", "\"", "|", "\\", "\u0001");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void differentKeysHaveDifferentTexts(long seed) {
    Random random = new Random(seed);
    Map<String, SeriesKey> seen = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      SeriesKey key =
          new SeriesKey(text(random, 1), text(random, 1), text(random, 0), text(random, 1), "");
      SeriesKey other = seen.putIfAbsent(key.canonical(), key);
      assertThat(other == null ? key : other).isEqualTo(key);
    }
  }

  @Test
  void theTextIsTheOneOfTheContract() {
    SeriesKey key =
        new SeriesKey(
            "mplp",
            "context_module",
            "agent-0042",
            "response_time_ms",
            SeriesKey.canonicalLabels(
                Map.of("operation", "create_context", "env", "a=b", "version", "1.4.2")));
    assertThat(key.canonical())
        .isEqualTo(
            "mplp/context_module/agent-0042/response_time_ms{env=a%3Db,operation=create_context}");
    assertThat(key).hasToString(key.canonical());
    assertThat(key.agentIdOrNull()).isEqualTo("agent-0042");
  }

  @Test
  void aFleetSeriesShowsAStarAndAnAgentOfThatNameDoesNot() {
    SeriesKey star = new SeriesKey("s", "c", "*", "m", "");
    SeriesKey fleet = star.fleet();
    assertThat(fleet.canonical()).isEqualTo("s/c/*/m");
    assertThat(star.canonical()).isEqualTo("s/c/%2A/m");
    assertThat(SeriesKey.parse("s/c/*/m").isFleet()).isTrue();
    assertThat(SeriesKey.parse("s/c/%2A/m").agentId()).isEqualTo("*");
    assertThat(fleet.agentIdOrNull()).isNull();
  }

  @Test
  void labelsOfAnyOrderAreTheSameSeriesAndTheReleaseIsNoPartOfIt() {
    Map<String, String> oneWay = new LinkedHashMap<>();
    oneWay.put("b", "2");
    oneWay.put("a", "1");
    oneWay.put("version", "9");
    assertThat(SeriesKey.canonicalLabels(oneWay)).isEqualTo("a=1,b=2");
    assertThat(SeriesKey.canonicalLabels(Map.of("version", "9"))).isEmpty();
    assertThat(SeriesKey.canonicalLabels(Map.of())).isEmpty();
  }

  @Test
  void aTextThatIsNoSeriesIsRefused() {
    for (String text : new String[] {"", "a", "a/b", "a/b/c"}) {
      assertThatThrownBy(() -> SeriesKey.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("series must be system/component/agentId/metric{labels}, was " + text);
    }
  }

  private static String text(Random random, int least) {
    StringBuilder text = new StringBuilder();
    for (int n = least + random.nextInt(6); n > 0; n--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }
}
