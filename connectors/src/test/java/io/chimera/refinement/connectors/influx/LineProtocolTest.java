package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-TSD-01: line protocol")
class LineProtocolTest {
  private static final long TIME = 1_795_248_000_000L;

  private final LineProtocol protocol = new LineProtocol();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "cpu|cpu",
        "my cpu|my\\ cpu",
        "a,b|a\\,b",
        "a=b|a=b",
        "#cpu|_cpu",
        "Größe|Größe",
        "😀|😀",
        "a\\b|a\\b",
        "a\\|a/",
        "a\\ b|a/\\ b",
      })
  void aMeasurementEscapesCommaAndSpace(String measurement, String written) {
    assertThat(encode(new MetricPoint(measurement, List.of(), List.of(Field.of("v", 1L)), TIME)))
        .isEqualTo(written + " v=1i " + TIME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "a b|a\\ b",
        "a,b|a\\,b",
        "a=b|a\\=b",
        "#a|#a",
        "\"a\"|\"a\"",
        "C:\\tmp|C:\\tmp",
        "C:\\|C:/",
        "a\\,b|a/\\,b",
        "a\\\\|a\\/"
      })
  void keysAndTagValuesEscapeCommaSpaceAndEquals(String text, String written) {
    MetricPoint point =
        new MetricPoint("m", List.of(new Tag(text, text)), List.of(Field.of(text, 1L)), TIME);
    assertThat(encode(point))
        .isEqualTo("m," + written + "=" + written + " " + written + "=1i " + TIME);
  }

  @Test
  void aLineBreakNeverBreaksALine() {
    MetricPoint point =
        new MetricPoint(
            "m\n", List.of(new Tag("t\r", "a\nb")), List.of(Field.of("f\n", "x\r\ny")), TIME);
    assertThat(encode(point)).isEqualTo("m\\n,t\\r=a\\nb f\\n=\"x\\r\\ny\" " + TIME);
  }

  @Test
  void aTextFieldEscapesQuoteAndBackslashOnly() {
    assertThat(encode(point(Field.of("f", "a \"b\", c=d \\ e"))))
        .isEqualTo("m f=\"a \\\"b\\\", c=d \\\\ e\" " + TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0.0,0",
    "1,1",
    "-1.5,-1.5",
    "0.001,0.001",
    "-0.25,-0.25",
    "812.4,812.4",
    "100.05,100.05",
    "1e12,1000000000000",
    "0.1234,0.1234",
    "1e20,1.0E20",
    "4.9e-324,4.9E-324",
    "-0.0001,-1.0E-4"
  })
  void aFloatIsWrittenShort(double number, String written) {
    assertThat(encode(point(Field.of("f", number)))).isEqualTo("m f=" + written + " " + TIME);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyFloatReadsBackAsItself(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double number =
          switch (i % 4) {
            case 0 -> random.nextInt(1_000_000) / 1000.0;
            case 1 -> random.nextGaussian() * 1e6;
            case 2 -> Math.rint(random.nextDouble() * 1e15) / 1000;
            default -> Double.longBitsToDouble(random.nextLong());
          };
      if (Double.isFinite(number)) {
        String line = encode(point(Field.of("f", number)));
        assertThat(Double.parseDouble(line.substring(4, line.lastIndexOf(' '))))
            .isEqualTo(number == 0 ? 0.0 : number);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, -1, 1_234_567_890_123L})
  void aWholeNumberHasTheSuffix(long number) {
    assertThat(encode(point(Field.of("f", number)))).isEqualTo("m f=" + number + "i " + TIME);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -5})
  void anyTimeIsWritten(long timeMillis) {
    assertThat(encode(new MetricPoint("m", List.of(), List.of(Field.of("f", 1L)), timeMillis)))
        .isEqualTo("m f=1i " + timeMillis);
  }

  @Test
  void emptyTagsAndImpossibleNumbersAreLeftOut() {
    MetricPoint point =
        new MetricPoint(
            "m",
            List.of(new Tag("a", ""), new Tag("b", "x"), new Tag("c", null), new Tag("", "y")),
            List.of(
                Field.of("nan", Double.NaN),
                Field.of("inf", Double.NEGATIVE_INFINITY),
                Field.of("", 1L),
                Field.of("ok", 2L)),
            TIME);
    assertThat(encode(point)).isEqualTo("m,b=x ok=2i " + TIME);
  }

  @Test
  void aPointWithoutFieldsIsNotWritten() {
    MetricPoint good = point(Field.of("f", 1L));
    MetricPoint nothing = point(Field.of("f", Double.NaN));
    assertThat(encode(nothing)).isEmpty();
    assertThat(encode(nothing, good, nothing, good, nothing))
        .isEqualTo("m f=1i " + TIME + "\nm f=1i " + TIME);
    assertThat(encode(new MetricPoint("", List.of(), List.of(Field.of("f", 1L)), TIME))).isEmpty();
  }

  @Test
  void halfASurrogatePairIsReplaced() {
    assertThat(encode(point(Field.of("f", "a\uD83Db\uDE00")))).isEqualTo("m f=\"a?b?\" " + TIME);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverTheNamesSayThereIsOneLinePerPoint(long seed) {
    Random random = new Random(seed);
    List<MetricPoint> points = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      points.add(
          new MetricPoint(
              text(random),
              List.of(new Tag(text(random), text(random))),
              List.of(Field.of(text(random), text(random))),
              random.nextLong()));
    }
    byte[] lines = protocol.encode(points);
    assertThat(LineBatch.of(lines).points()).isEqualTo(points.size());
    assertThat(new LineProtocol().encode(points)).isEqualTo(lines);
    assertThat(new String(lines, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
        .isEqualTo(lines);
  }

  private static String text(Random random) {
    String alphabet = "ab ,=\\\"\n\r#é😀\t\uD800";
    StringBuilder text = new StringBuilder();
    IntStream.rangeClosed(0, random.nextInt(6))
        .forEach(i -> text.append(alphabet.charAt(random.nextInt(alphabet.length()))));
    return text.toString();
  }

  private static MetricPoint point(Field field) {
    return new MetricPoint("m", List.of(), List.of(field), TIME);
  }

  private String encode(MetricPoint... points) {
    return new String(protocol.encode(List.of(points)), StandardCharsets.UTF_8);
  }
}
