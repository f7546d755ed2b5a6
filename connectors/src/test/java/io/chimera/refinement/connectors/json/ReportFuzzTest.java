package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.json.PoisonReports.Poison;
import io.chimera.refinement.state.event.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No byte sequence stops the parser or disappears in it. */
class ReportFuzzTest {
  private static final int MUTATIONS = 40_000;
  private static final String INTERESTING = "{}[]\",:\\ \n\r\t0-+.eE19NItfn\u0000/*'";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyValueEndsAsReportsOrDeadLetters(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> corpus = corpus();
    ReportParser reused = new ReportParser(Limits.CONTRACT);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] value = mutate(corpus.get(random.nextInt(corpus.size())), random);

      Parsed parsed = Parsed.of(reused, value);

      assertThat(parsed.elements()).isNotEmpty();
      for (int k = 0; k < parsed.elements().size(); k++) {
        Inbound element = parsed.elements().get(k);
        assertThat(element.origin().index()).isEqualTo(k);
        assertThat(element.report() == null).isNotEqualTo(element.rejected() == null);
      }
      if (i % 50 == 0) {
        assertThat(parsed).usingRecursiveComparison().isEqualTo(Parsed.of(value));
      }
    }
  }

  private static List<byte[]> corpus() {
    List<byte[]> corpus = new ArrayList<>();
    String good = PoisonReports.GOOD;
    String rich =
        good.replace(
            "41.7",
            "[1,2e3],\"h\":{\"count\":3,\"sum\":6,\"min\":1,\"max\":3,\"buckets\":[[1,1],[5,2]]}");
    for (String value :
        List.of(
            good,
            rich,
            '[' + good + ',' + rich + ']',
            good + '\n' + rich + "\n\n" + good,
            "\uFEFF[ ]",
            "[[],{}]")) {
      corpus.add(value.getBytes(StandardCharsets.UTF_8));
    }
    for (Poison poison : PoisonReports.all()) {
      if (poison.element().length < 2000) {
        corpus.add(poison.element());
      }
    }
    return corpus;
  }

  private static byte[] mutate(byte[] original, SplittableRandom random) {
    byte[] value = original.clone();
    int edits = random.nextInt(4);
    for (int i = 0; i < edits && value.length > 0; i++) {
      int at = random.nextInt(value.length);
      value =
          switch (random.nextInt(5)) {
            case 0 -> splice(value, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> splice(value, at, at + 1, interesting(random));
            case 2 -> splice(value, at, at, interesting(random));
            case 3 ->
                splice(value, at, Math.min(value.length, at + 1 + random.nextInt(8)), new byte[0]);
            default -> splice(value, at, value.length, new byte[0]);
          };
    }
    return value;
  }

  private static byte[] interesting(SplittableRandom random) {
    return new byte[] {(byte) INTERESTING.charAt(random.nextInt(INTERESTING.length()))};
  }

  private static byte[] splice(byte[] value, int from, int to, byte[] insert) {
    byte[] out = new byte[value.length - (to - from) + insert.length];
    System.arraycopy(value, 0, out, 0, from);
    System.arraycopy(insert, 0, out, from, insert.length);
    System.arraycopy(value, to, out, from + insert.length, value.length - to);
    return out;
  }
}
