package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.json.PoisonReports.Poison;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Sample;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportParserTest {
  private static final String GOOD = PoisonReports.GOOD;

  static List<Poison> poisons() {
    return PoisonReports.all();
  }

  @ParameterizedTest
  @MethodSource("poisons")
  @DisplayName("REF-ING-11: a bad report is refused with its reason and its own bytes")
  void aBadReportIsRefusedWithItsReasonAndItsBytes(Poison poison) {
    if (poison.element()[0] != '[') {
      Parsed parsed = Parsed.of(poison.element());

      assertThat(parsed.reasons()).containsExactly(poison.reason());
      DeadLetter letter = parsed.elements().get(0).rejected();
      assertThat(letter.payload()).isEqualTo(poison.element());
      assertThat(letter.origin()).isEqualTo(Parsed.ORIGIN);
      assertThat(letter.headers()).isEqualTo(Parsed.HEADERS);
      assertThat(letter.detail()).isNotBlank().hasSizeLessThan(1000).doesNotContain("\n", "\t");
    }
  }

  @ParameterizedTest
  @MethodSource("poisons")
  @DisplayName("REF-ING-06: a bad element of an array is refused alone")
  void theNeighboursInAnArrayPass(Poison poison) {
    Parsed parsed = Parsed.of(join("[" + GOOD + ", ", poison.element(), " ," + GOOD + "]"));

    assertThat(parsed.reasons()).containsExactly(null, poison.reason(), null);
    assertThat(parsed.indices()).containsExactly(0, 1, 2);
    assertThat(parsed.elements().get(1).rejected().payload()).isEqualTo(poison.element());
  }

  @ParameterizedTest
  @MethodSource("poisons")
  @DisplayName("REF-ING-06: a bad line of NDJSON is refused alone, wherever it stands")
  void theNeighboursInLinesPass(Poison poison) {
    Parsed first = Parsed.of(join("", poison.element(), "\r\n\n" + GOOD + "\n" + GOOD));
    Parsed middle = Parsed.of(join(GOOD + "\n", poison.element(), "\n  \n" + GOOD + "\n"));

    assertThat(first.reasons()).containsExactly(poison.reason(), null, null);
    assertThat(first.elements().get(0).rejected().payload()).isEqualTo(poison.element());
    assertThat(middle.reasons()).containsExactly(null, poison.reason(), null);
    assertThat(middle.indices()).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void aParserReadsOnAsIfNothingHadHappened(Poison poison) {
    ReportParser parser = new ReportParser(Limits.CONTRACT);
    Parsed.of(parser, poison.element());

    KpiReport after = Parsed.of(parser, utf8(GOOD)).report();

    assertThat(after).usingRecursiveComparison().isEqualTo(Parsed.of(GOOD).report());
  }

  @Test
  void everyFieldArrives() {
    KpiReport report =
        Parsed.of(GOOD.replace("\"op\"", "\"version\":\"1.4.2\",\"b\":\"x y\",\"op\"")).report();

    assertThat(report.system()).isEqualTo("mplp");
    assertThat(report.component()).isEqualTo("context_module");
    assertThat(report.agentId()).isEqualTo("agent-7");
    assertThat(report.reportId()).isEqualTo("r-1");
    assertThat(report.timestampMillis()).isEqualTo(1_795_248_000_000L);
    assertThat(report.sequence()).isEqualTo(17);
    assertThat(report.samples()).containsExactly(Sample.of("latency_ms", 41.7));
    assertThat(report.labels()).isEqualTo("b=x%20y,op=create");
    assertThat(report.release()).isEqualTo("1.4.2");
    assertThat(report.origin()).isEqualTo(Parsed.ORIGIN);
    assertThat(report.behind()).isFalse();
  }

  @Test
  void whatIsOptionalHasItsDefault() {
    String text =
        "{\"reportId\":\"r\",\"agentId\":\"a\",\"timestamp\":946684800000,\"metrics\":{\"m\":0}}";
    KpiReport report = Parsed.of(text).report();

    assertThat(report.system()).isEqualTo("default");
    assertThat(report.component()).isEqualTo("default");
    assertThat(report.hasSequence()).isFalse();
    assertThat(report.labels()).isEmpty();
    assertThat(report.release()).isEmpty();
  }

  @Test
  void arraysAndHistogramsArrive() {
    String histogram =
        "{\"count\":3,\"sum\":6.5,\"min\":1,\"max\":3.5,\"buckets\":[[1,1],[5,2]],\"unit\":\"ms\"}";
    KpiReport report = Parsed.of(GOOD.replace("41.7", "[1,2.5,-3],\"h\":" + histogram)).report();

    assertThat(report.samples()[0].observations()).containsExactly(1, 2.5, -3);
    assertThat(report.samples()[1].histogram().count()).isEqualTo(3);
    assertThat(report.samples()[1].histogram().upperBounds()).containsExactly(1, 5);
    assertThat(report.samples()[1].histogram().counts()).containsExactly(1, 2);
  }

  @Test
  void theLimitsThemselvesPass() {
    String numbers =
        IntStream.range(0, 1000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));
    String metrics =
        IntStream.range(0, 256)
            .mapToObj(i -> "\"m" + i + "\":" + i)
            .collect(Collectors.joining(","));
    String labels =
        IntStream.range(0, 16)
            .mapToObj(i -> "\"l" + i + "\":\"v\"")
            .collect(Collectors.joining(","));

    assertThat(Parsed.of(GOOD.replace("41.7", numbers)).reasons()).containsOnlyNulls();
    assertThat(Parsed.of(GOOD.replace("\"latency_ms\":41.7", metrics)).report().samples())
        .hasSize(256);
    assertThat(Parsed.of(GOOD.replace("\"op\":\"create\"", labels)).reasons()).containsOnlyNulls();
    assertThat(Parsed.of(GOOD.replace("r-1", "\uD83D\uDE00".repeat(128))).reasons())
        .containsOnlyNulls();
    assertThat(Parsed.of(GOOD.replace("create", "\uD83D\uDE00".repeat(256))).reasons())
        .containsOnlyNulls();
    assertThat(Parsed.of(GOOD.replace("41.7", "0." + "1".repeat(62))).reasons())
        .containsOnlyNulls();
    assertThat(Parsed.of(extra("[".repeat(31) + "]".repeat(31))).reasons()).containsOnlyNulls();
    assertThat(Parsed.of(extra('"' + "a".repeat(65_536) + '"')).reasons()).containsOnlyNulls();
    assertThat(Parsed.of(batch(1000)).reasons()).hasSize(1000).containsOnlyNulls();
  }

  @Test
  void anIsoTimeWithAnOffsetIsATimestamp() {
    for (String time :
        List.of(
            "2026-11-21T08:00:00Z",
            "2026-11-21T09:30:00.0009+01:30",
            "2026-11-21T06:00:00-0200",
            "2026-11-21t08:00z")) {
      assertThat(
              Parsed.of(GOOD.replace("1795248000000", '"' + time + '"')).report().timestampMillis())
          .as(time)
          .isEqualTo(1_795_248_000_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\r\n\t", "[]", " [ ] ", "\uFEFF", "\uFEFF[]"})
  void aValueWithoutReportsIsOneEmpty(String value) {
    Parsed parsed = Parsed.of(value);

    assertThat(parsed.reasons()).containsExactly(Reason.EMPTY);
    assertThat(parsed.indices()).containsExactly(0);
    assertThat(parsed.elements().get(0).rejected().payload()).isEqualTo(utf8(value));
  }

  @Test
  void aTombstoneIsOneEmpty() {
    Parsed parsed = Parsed.of((byte[]) null);

    assertThat(parsed.reasons()).containsExactly(Reason.EMPTY);
    assertThat(parsed.elements().get(0).rejected().timestampMillis())
        .isEqualTo(Parsed.ORIGIN.appendMillis());
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertThat(Parsed.of("\uFEFF" + GOOD).report().payload()).isEqualTo(utf8(GOOD));
    assertThat(Parsed.of("\uFEFF[" + GOOD + "]").reasons()).containsOnlyNulls();
    assertThat(Parsed.of("\uFEFF" + GOOD + "\n" + GOOD).reasons()).hasSize(2).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s,%s",
        "[%s,%s]]",
        "[%s,,%s]",
        "[%s,%s,]",
        "[,%s]",
        "[%s}",
        "[%s,{\"a\":[1},%s]",
        "[%s,\"abc,%s]",
        "[%s] [%s]",
        "[%s] x",
        "{\n\"reportId\":\"a\",\n\"labels\":{},\n\"metrics\":{"
      })
  void whatCannotBeSplitIsOneMalformedReport(String pattern) {
    String value = pattern.replace("%s", GOOD);
    Parsed parsed = Parsed.of(value);

    assertThat(parsed.reasons()).containsExactly(Reason.MALFORMED_JSON);
    assertThat(parsed.elements().get(0).rejected().payload()).isEqualTo(utf8(value));
  }

  @Test
  void aBottomlessArrayIsTooDeepWhetherOrNotItEnds() {
    assertThat(Parsed.of("[".repeat(100_000)).reasons()).containsExactly(Reason.TOO_DEEP);
    assertThat(Parsed.of("[".repeat(100_000) + "]".repeat(100_000)).reasons())
        .containsExactly(Reason.TOO_DEEP);
    assertThat(Parsed.of("{\"a\":".repeat(100_000)).reasons()).containsExactly(Reason.TOO_DEEP);
  }

  @Test
  void anArrayOnALineOfItsOwnIsABadElementOfLines() {
    assertThat(Parsed.of("[]\n" + GOOD).reasons()).containsExactly(Reason.WRONG_TYPE, null);
    assertThat(Parsed.of(GOOD + "\n[]").reasons()).containsExactly(null, Reason.WRONG_TYPE);
  }

  @Test
  void aPrettyPrintedReportIsOneReport() {
    assertThat(Parsed.of(GOOD.replace(",", ",\n  ").replace("{", "{\r\n  ")).reasons())
        .hasSize(1)
        .containsOnlyNulls();
    String bad = "{\n  \"reportId\": 7,\n  \"more\": [\n    {}\n  ]\n}";
    assertThat(Parsed.of(bad).reasons()).containsExactly(Reason.WRONG_TYPE);
  }

  @Test
  void aBatchBeyondTheLimitIsRefusedAsAWhole() {
    assertThat(Parsed.of(batch(1001)).reasons()).containsExactly(Reason.BATCH_TOO_LARGE);
    String lines =
        String.join(
            "\n", Collections.nCopies(1001, GOOD.replace(",\"labels\":{\"op\":\"create\"}", "")));
    assertThat(Parsed.of(lines).reasons()).containsExactly(Reason.BATCH_TOO_LARGE);
  }

  @Test
  void aRecordBeyondOneMebibyteIsTooLarge() {
    assertThat(Parsed.of(GOOD + " ".repeat((1 << 20) - GOOD.length())).reasons())
        .containsOnlyNulls();
    Parsed beyond = Parsed.of(GOOD + " ".repeat((1 << 20) + 1 - GOOD.length()));

    assertThat(beyond.reasons()).containsExactly(Reason.TOO_LARGE);
    assertThat(beyond.elements().get(0).rejected().payloadTruncated()).isTrue();
    assertThat(beyond.elements().get(0).rejected().payload()).hasSize(DeadLetter.MAX_PAYLOAD_BYTES);
  }

  @Test
  void aDetailNamesFieldRuleAndValue() {
    assertThat(Parsed.of("{}").detail()).isEqualTo("reportId is required");
    assertThat(Parsed.of(GOOD.replace("mplp", "m\\u0007" + "p".repeat(100))).detail())
        .isEqualTo(
            "system must be " + Naming.NAME_RULE + ", was m\\u0007" + "p".repeat(62) + "...");
  }

  @Test
  void aDeadLetterKnowsTheEventTimeThatWasReadBeforeTheFault() {
    DeadLetter late = Parsed.of(GOOD.replace("41.7", "null")).elements().get(0).rejected();
    DeadLetter early = Parsed.of(GOOD.replace("\"mplp\"", "1")).elements().get(0).rejected();

    assertThat(late.timestampMillis()).isEqualTo(1_795_248_000_000L);
    assertThat(early.timestampMillis()).isEqualTo(Parsed.ORIGIN.appendMillis());
  }

  private static String extra(String value) {
    return GOOD.substring(0, GOOD.length() - 1) + ",\"x\":" + value + '}';
  }

  private static String batch(int size) {
    return '[' + String.join(",", Collections.nCopies(size, GOOD)) + ']';
  }

  private static byte[] join(String before, byte[] element, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(utf8(before));
    out.writeBytes(element);
    out.writeBytes(utf8(after));
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
