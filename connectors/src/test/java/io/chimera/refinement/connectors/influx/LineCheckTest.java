package io.chimera.refinement.connectors.influx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before it is sent, since some servers drop it without a word. */
class LineCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m f=1",
        "m f=1 7",
        "m,a=b f=1,g=2i,h=3u 1795248000000",
        "m f=-1.5e-7 -5",
        "m f=t,g=False",
        "m f=\"text, with =\\\" and space\" 7",
        "m\\ x,a\\=b=c\\,d f=1 7",
        "m f=1 7\r",
        "\u00fcber,\u00e4=\u00f6 \u00df=1 7"
      })
  void aGoodLineHasNoFault(String line) {
    assertThat(fault(line)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m",
        "m ",
        "m f",
        "m f=",
        "m f=NaN 7",
        "m f=Inf",
        "m f=-Infinity 7",
        "m f=abc",
        "m f=1 later",
        "m f=1 7 8",
        "m f=1 7.5",
        "m f=\"open",
        "m f=\"x\"y 7",
        "m,a f=1",
        "m,a= f=1",
        "m,=b f=1",
        ",a=b f=1",
        "m,a=b",
        "m f=1,",
        "m f=--",
        "# comment",
        "m f=1 99999999999999999999"
      })
  void aBadLineHasOne(String line) {
    assertThat(fault(line)).as(line).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatOurOwnEncoderWritesIsAlwaysGood(long seed) {
    Random random = new Random(seed);
    LineProtocol protocol = new LineProtocol();
    for (int round = 0; round < 500; round++) {
      List<Tag> tags = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        tags.add(new Tag("t" + i + text(random), text(random)));
      }
      List<Field> fields =
          List.of(
              Field.of("a" + text(random), random.nextGaussian() * 1e9),
              Field.of("b", random.nextLong()),
              Field.of("c", text(random)),
              Field.of("d", Double.NaN));
      byte[] line =
          protocol.encode(List.of(new MetricPoint("m" + text(random), tags, fields, 1L << 40)));
      assertThat(LineCheck.fault(line, 0, line.length)).as(new String(line, UTF_8)).isNull();
    }
  }

  private static String text(Random random) {
    String letters = "ab ,=\\\"\n\r#\u00e9\uD83D\uDE00 1";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int at = random.nextInt(letters.length());
      char c = letters.charAt(at);
      text.append(Character.isSurrogate(c) ? "\uD83D\uDE00" : String.valueOf(c));
    }
    return text.toString();
  }

  private static String fault(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return LineCheck.fault(bytes, 0, bytes.length);
  }
}
