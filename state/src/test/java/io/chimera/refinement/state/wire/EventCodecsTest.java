package io.chimera.refinement.state.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.Sample;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Pane;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecsTest {
  private static final String[] TEXTS = {
    "", "a", "agent-0042", "mplp/context", "größe", "温度", "🌡️ 42", "x".repeat(128), "\u0000\t\"\\"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aReportSurvivesItsBytes(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      KpiReport report = report(random);
      assertThat(RoundTrip.through(EventCodecs.KPI_REPORT, report))
          .usingRecursiveComparison()
          .isEqualTo(report);
    }
  }

  @Test
  void aPlainReportTakesLittleMoreThanItsTexts() {
    KpiReport report =
        new KpiReport(
            "mplp",
            "context_module",
            "agent-0042",
            "r-000017",
            1_795_248_000_000L,
            17,
            new Sample[] {Sample.of("response_time_ms", 41.7)},
            "operation=create_context",
            "1.4.2",
            1L << 60,
            7,
            false,
            new Origin("refinement.kpi-reports", 3, 1_200, 0, 1_795_248_000_123L),
            new byte[0],
            Map.of());
    int texts = 4 + 14 + 10 + 8 + 16 + 24 + 5 + 22;
    assertThat(RoundTrip.bytes(EventCodecs.KPI_REPORT, report)).hasSizeLessThan(texts + 64);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPartialPaneSurvivesItsBytes(long seed) {
    Random random = new Random(seed);
    PartialPane part =
        new PartialPane(
            "s/c/*/m{a=b}", text(random), random.nextLong(), pane(random, 1 + random.nextInt(200)));
    PartialPane read = RoundTrip.through(EventCodecs.PARTIAL_PANE, part);
    assertThat(read.series()).isEqualTo(part.series());
    assertThat(read.release()).isEqualTo(part.release());
    assertThat(read.startMillis()).isEqualTo(part.startMillis());
    assertThat(read.pane()).usingRecursiveComparison().isEqualTo(part.pane());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void windowStatisticsSurviveTheirBytes(long seed) {
    Random random = new Random(seed);
    Map<String, Pane> releases = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      releases.put("1." + i, pane(random, 30));
    }
    WindowStats stats = new WindowStats("s/c/a/m", 60_000, 120_000, pane(random, 90), releases);
    WindowStats read = RoundTrip.through(EventCodecs.WINDOW_STATS, stats);
    assertThat(read.series()).isEqualTo(stats.series());
    assertThat(read.startMillis()).isEqualTo(60_000);
    assertThat(read.endMillis()).isEqualTo(120_000);
    for (Statistic statistic : Statistic.values()) {
      assertThat(read.value(statistic)).isEqualTo(stats.value(statistic));
    }
    assertThat(read.releases().keySet()).containsExactlyElementsOf(releases.keySet());
    releases.forEach(
        (release, pane) -> assertThat(read.releases().get(release).sum()).isEqualTo(pane.sum()));
  }

  @Test
  void aShareOfTheLedgerSurvivesItsBytes() {
    LedgerEntry entry =
        new LedgerEntry(
            "refinement.kpi-reports",
            63,
            5_000,
            5_417,
            417,
            3_000,
            new long[] {1, 0, 20, 3, 0, 900});
    assertThat(RoundTrip.through(EventCodecs.LEDGER_ENTRY, entry))
        .usingRecursiveComparison()
        .isEqualTo(entry);
  }

  @Test
  void bytesThatMakeNoSenseAreRefused() {
    Sample[] one = {Sample.of("m", 1)};
    KpiReport report =
        new KpiReport(
            "s",
            "c",
            "a",
            "r",
            1,
            1,
            one,
            "",
            "",
            1,
            1,
            false,
            new Origin("t", 0, 0, 0, 0),
            new byte[0],
            Map.of());
    byte[] bytes = RoundTrip.bytes(EventCodecs.KPI_REPORT, report);
    int kind = bytes.length - 1 - 8 - 1 - 1 - 1 - 2 - 8 - 1;
    assertThat(bytes[kind]).isZero();
    bytes[kind] = 9;
    assertThatThrownBy(
            () ->
                EventCodecs.KPI_REPORT.read(
                    new DataInputStream(new ByteArrayInputStream(bytes)), 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot read a sample: unknown kind 9");
  }

  static Stream<Codec<?>> codecs() {
    return Stream.of(
        EventCodecs.KPI_REPORT,
        EventCodecs.PARTIAL_PANE,
        EventCodecs.WINDOW_STATS,
        EventCodecs.LEDGER_ENTRY);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsEmittedCountsAsImmutable(Codec<?> codec) {
    assertThat(codec.immutable()).isTrue();
    assertThat(codec.version()).isEqualTo(1);
    assertThat(codecs().filter(other -> other.name().equals(codec.name()))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        127,
        128,
        16_383,
        16_384,
        Integer.MAX_VALUE,
        Long.MAX_VALUE,
        -1,
        Long.MIN_VALUE
      })
  void numbersOfAnyLengthSurvive(long number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Wire.writeVarLong(new DataOutputStream(bytes), number);
    assertThat(bytes.size()).isBetween(1, 10);
    assertThat(Wire.readVarLong(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isEqualTo(number);
  }

  @Test
  void aNumberWithoutEndIsRefused() {
    byte[] endless = new byte[11];
    java.util.Arrays.fill(endless, (byte) 0x80);
    assertThatThrownBy(
            () -> Wire.readVarLong(new DataInputStream(new ByteArrayInputStream(endless))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 10 bytes");
  }

  @Test
  void anAbsentTextIsNotAnEmptyOne() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Wire.writeString(out, null);
    Wire.writeString(out, "");
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(Wire.readString(in)).isNull();
    assertThat(Wire.readString(in)).isEmpty();
  }

  private static KpiReport report(Random random) {
    Sample[] samples = new Sample[1 + random.nextInt(5)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sample(random, "metric_" + i);
    }
    byte[] payload = random.nextInt(4) == 0 ? null : new byte[random.nextInt(300)];
    if (payload != null) {
      random.nextBytes(payload);
    }
    return new KpiReport(
        text(random),
        text(random),
        text(random),
        text(random),
        random.nextLong(),
        random.nextBoolean() ? KpiReport.NO_SEQUENCE : random.nextLong(),
        samples,
        text(random),
        text(random),
        random.nextLong(),
        random.nextInt(),
        random.nextBoolean(),
        new Origin(
            "refinement.kpi-reports",
            random.nextInt(64),
            random.nextLong(1L << 40),
            random.nextInt(1_000),
            random.nextLong()),
        payload,
        random.nextBoolean() ? Map.of() : Map.of("trace", text(random), "k", ""));
  }

  private static Sample sample(Random random, String metric) {
    return switch (random.nextInt(3)) {
      case 0 -> Sample.of(metric, random.nextGaussian() * 1e6);
      case 1 -> Sample.of(metric, random.doubles(random.nextInt(1_000)).toArray());
      default -> {
        int buckets = random.nextInt(20);
        yield Sample.of(
            metric,
            new Histogram(
                random.nextLong(1L << 50),
                random.nextDouble(),
                -1,
                1,
                random.doubles(buckets).sorted().toArray(),
                random.longs(buckets, 0, 1L << 40).toArray()));
      }
    };
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private static Pane pane(Random random, int n) {
    Pane pane = new Pane();
    for (int i = 0; i < n; i++) {
      pane.add(random.nextGaussian());
    }
    pane.quantile(0.5);
    return RoundTrip.through(Pane.CODEC, pane);
  }
}
