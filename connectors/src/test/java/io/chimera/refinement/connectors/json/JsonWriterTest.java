package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {

  @Test
  void aRecommendationIsWrittenInTheOrderOfTheContract() {
    Recommendation advice =
        new Recommendation(
            "id",
            "mplp",
            "context_module",
            null,
            1_795_248_010_000L,
            41,
            "bandit",
            "context-cache",
            "scale_out",
            Map.of("step", 1.0, "ratio", 0.25),
            0.83,
            Map.of("scale_out", 0.83, "hold", 0.17),
            Map.of("scale_in", "cooldown"),
            Map.of("p95_change", 0.62),
            "v1",
            0.18,
            0.05,
            Double.POSITIVE_INFINITY,
            0.93,
            List.of("f"),
            "shadow",
            300,
            "Because.");

    assertThat(text(JsonWriter.recommendations().write(advice)))
        .isEqualTo(
            "{\"schemaVersion\":1,\"recommendationId\":\"id\",\"system\":\"mplp\",\"component\":\"context_module\",\"agentId\":null,"
                + "\"decidedAt\":1795248010000,\"decisionNumber\":41,\"optimizer\":\"bandit\",\"target\":\"context-cache\","
                + "\"action\":{\"name\":\"scale_out\",\"parameters\":{\"ratio\":0.25,\"step\":1}},\"propensity\":0.83,"
                + "\"pmf\":{\"hold\":0.17,\"scale_out\":0.83},\"vetoed\":{\"scale_in\":\"cooldown\"},\"context\":{\"p95_change\":0.62},"
                + "\"modelVersion\":\"v1\",\"expectedGain\":0.18,\"gainInterval\":[0.05,null],\"confidence\":0.93,\"evidence\":[\"f\"],"
                + "\"mode\":\"shadow\",\"ttlSeconds\":300,\"sentence\":\"Because.\"}");
  }

  @Test
  void aFindingIsWrittenInTheOrderOfTheContract() {
    Finding finding =
        new Finding(
            "id",
            Finding.Kind.CHANGE_POINT,
            "s",
            "c",
            null,
            "m",
            Map.of("k", "v"),
            "s/c/*/m{k=v}",
            "robust",
            1,
            2,
            3,
            null,
            Finding.State.OPEN,
            0.97,
            Severity.CRITICAL,
            Finding.Direction.UP,
            812.4,
            "ms",
            90,
            Double.NaN,
            List.of(new Finding.EvidencePoint(1, -0.0)),
            List.of(),
            false,
            "It rose.");

    assertThat(text(JsonWriter.findings().write(finding)))
        .isEqualTo(
            "{\"schemaVersion\":1,\"findingId\":\"id\",\"kind\":\"change_point\",\"system\":\"s\",\"component\":\"c\",\"agentId\":null,"
                + "\"metric\":\"m\",\"labels\":{\"k\":\"v\"},\"series\":\"s/c/*/m{k=v}\",\"detector\":\"robust\",\"startedAt\":1,"
                + "\"peakAt\":2,\"detectedAt\":3,\"endedAt\":null,\"state\":\"open\",\"score\":0.97,\"severity\":\"critical\","
                + "\"direction\":\"up\",\"value\":812.4,\"unit\":\"ms\",\"expected\":{\"lower\":90.0,\"upper\":null},"
                + "\"evidence\":[[1,0.0]],\"related\":[],\"warming\":false,\"sentence\":\"It rose.\"}");
  }

  @Test
  void aDeadLetterCarriesItsBytes() {
    DeadLetter letter =
        DeadLetter.of(
            Reason.MISSING_FIELD,
            "reportId is required",
            new Origin("t", 3, 1200, 17, 5),
            5,
            new byte[] {'{', '}'},
            Map.of("b", "2", "a", "1"));

    assertThat(text(JsonWriter.deadLetters().write(letter)))
        .isEqualTo(
            "{\"reason\":\"MISSING_FIELD\",\"detail\":\"reportId is required\",\"topic\":\"t\",\"partition\":3,\"offset\":1200,"
                + "\"index\":17,\"timestamp\":5,\"payload\":\"e30=\",\"payloadSize\":2,\"payloadTruncated\":false,"
                + "\"payloadSha256\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"headers\":{\"a\":\"1\",\"b\":\"2\"}}");
  }

  @Test
  void theLargestDeadLetterFitsAProducersRequest() {
    DeadLetter letter =
        DeadLetter.of(
            Reason.TOO_LARGE,
            "d".repeat(500),
            new Origin("t", 0, 0, 0, 0),
            0,
            new byte[1 << 21],
            Map.of());

    assertThat(JsonWriter.deadLetters().write(letter).length).isLessThan(600_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameEventHasTheSameBytes(long seed) {
    JsonWriter<Recommendation> reused = JsonWriter.recommendations();
    RandomEvents first = new RandomEvents(seed);
    RandomEvents second = new RandomEvents(seed);
    for (int i = 0; i < 100; i++) {
      assertThat(reused.write(first.recommendation()))
          .isEqualTo(JsonWriter.recommendations().write(second.recommendation()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRecommendationIsReadBack(long seed) {
    RandomEvents random = new RandomEvents(seed);
    RecommendationReader reader = new RecommendationReader(Limits.CONTRACT);
    for (int i = 0; i < 100; i++) {
      Recommendation advice = random.recommendation();

      assertThat(reader.read(JsonWriter.recommendations().write(advice)))
          .contains(
              new IssuedRecommendation(
                  advice.recommendationId(),
                  advice.system(),
                  advice.component(),
                  advice.target(),
                  advice.decidedAt()));
    }
  }

  @Test
  void whatIsNoRecommendationIsPassedOver() {
    RecommendationReader reader = new RecommendationReader(Limits.CONTRACT);

    assertThat(reader.read(null)).isEmpty();
    for (String value :
        Set.of(
            "",
            "null",
            "[]",
            "{}",
            "{\"recommendationId\":1}",
            "{\"recommendationId\":\"x\"",
            "garbage")) {
      assertThat(reader.read(value.getBytes(StandardCharsets.UTF_8))).as(value).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anOutcomeIsReadBack(long seed) {
    RandomEvents random = new RandomEvents(seed);
    OutcomeParser parser = new OutcomeParser(Limits.CONTRACT);
    for (int i = 0; i < 100; i++) {
      Outcome outcome = random.outcome();

      assertThat(
              parser
                  .parse(JsonWriter.outcomes().write(outcome), outcome.origin(), Map::of)
                  .outcome())
          .usingRecursiveComparison()
          .ignoringFields("payload")
          .isEqualTo(outcome);
    }
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
