package io.chimera.refinement.local.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContractReaderTest {
  private static final Map<Poison, String> OTHERS =
      Map.ofEntries(
          Map.entry(Poison.EMPTY, "EMPTY"),
          Map.entry(Poison.TOMBSTONE, "EMPTY"),
          Map.entry(Poison.BLANK, "EMPTY"),
          Map.entry(Poison.EMPTY_BATCH, "EMPTY"),
          Map.entry(Poison.INVALID_UTF8, "NOT_UTF8"),
          Map.entry(Poison.PROTOBUF, "NOT_UTF8"),
          Map.entry(Poison.GZIP_BOMB, "NOT_UTF8"),
          Map.entry(Poison.OVERSIZED, "TOO_LARGE"),
          Map.entry(Poison.TOO_DEEP, "TOO_DEEP"),
          Map.entry(Poison.REPEATED_FIELD, "DUPLICATE_FIELD"),
          Map.entry(Poison.NOT_A_NUMBER, "NON_FINITE_VALUE"),
          Map.entry(Poison.INFINITE, "NON_FINITE_VALUE"),
          Map.entry(Poison.OVERFLOWING, "NON_FINITE_VALUE"),
          Map.entry(Poison.NUMBER_AS_TEXT, "WRONG_TYPE"),
          Map.entry(Poison.METRICS_AS_ARRAY, "WRONG_TYPE"),
          Map.entry(Poison.ENDLESS_NUMBER, "OUT_OF_RANGE"),
          Map.entry(Poison.TEN_THOUSAND_LABELS, "OUT_OF_RANGE"),
          Map.entry(Poison.UNKNOWN_VERSION, "UNSUPPORTED_SCHEMA_VERSION"),
          Map.entry(Poison.NO_ID, "MISSING_FIELD"),
          Map.entry(Poison.NO_METRICS, "MISSING_FIELD"),
          Map.entry(Poison.CONTROL_IN_ID, "INVALID_NAME"),
          Map.entry(Poison.CONTROL_IN_LABEL_NAME, "INVALID_NAME"),
          Map.entry(Poison.TIME_AS_WORD, "INVALID_TIMESTAMP"),
          Map.entry(Poison.TIME_IN_SECONDS, "INVALID_TIMESTAMP"));

  private final ContractReader reader = new ContractReader();

  /** Contract, section 3: one reason per kind of poison, the others are no JSON. */
  @ParameterizedTest
  @EnumSource
  void everyKindOfPoisonHasItsReason(Poison kind) {
    assertThat(reader.read(kind.value(1)))
        .singleElement()
        .satisfies(
            element ->
                assertThat(element.reason())
                    .isEqualTo(OTHERS.getOrDefault(kind, "MALFORMED_JSON")));
  }

  @Test
  void aBrokenElementIsRefusedAlone() {
    String good =
        "{\"reportId\":\"%s\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":1}}";
    String bad = "{\"reportId\":7}";
    for (String text :
        List.of(
            "[" + good.formatted("1") + ", " + bad + " ," + good.formatted("2") + "]",
            good.formatted("1") + "\n\n" + bad + "\r\n" + good.formatted("2") + "\n")) {
      List<Element> elements = reader.read(text.getBytes(StandardCharsets.UTF_8));
      assertThat(elements).hasSize(3);
      assertThat(elements.get(0).report().reportId()).isEqualTo("1");
      assertThat(elements.get(1).reason()).isEqualTo("MISSING_FIELD");
      assertThat(new String(elements.get(1).bytes(), StandardCharsets.UTF_8)).isEqualTo(bad);
      assertThat(elements.get(2).report().reportId()).isEqualTo("2");
    }
  }

  @Test
  void theSameReportInAnotherOrderHasTheSameBody() {
    String[] bodies =
        Arrays.stream(
                new String[] {
                  "{\"reportId\":\"r\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":1,\"n\":[2]}}",
                  "{\"metrics\":{\"n\":[2.0],\"m\":1.0},\"timestamp\":\"2026-11-21T08:00:00Z\",\"agentId\":\"a\",\"reportId\":\"r\",\"x\":0}"
                })
            .map(text -> reader.read(text.getBytes(StandardCharsets.UTF_8)).get(0).report().body())
            .toArray(String[]::new);
    assertThat(bodies[0]).isEqualTo(bodies[1]);
  }
}
