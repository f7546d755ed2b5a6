package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEntryTest {

  @Test
  void halvesHoldHalfOfThePointsEach() {
    assertThat(texts(entry("a\nb\nc\nd\ne").halves())).containsExactly("a\nb", "c\nd\ne");
    assertThat(texts(entry("\na\n\nb\n").halves())).containsExactly("\na", "\nb\n");
  }

  @Test
  void aNamedLineIsPutAside() {
    assertThat(texts(entry("a\nb\nc").isolate(2))).containsExactly("a", "b", "c");
    assertThat(texts(entry("a\nb\nc").isolate(1))).containsExactly("a", "b\nc");
    assertThat(texts(entry("a\nb\nc").isolate(3))).containsExactly("a\nb", "c");
  }

  @Test
  void aNameThatDoesNotHelpLeadsToHalves() {
    assertThat(texts(entry("a\nb").isolate(0))).containsExactly("a", "b");
    assertThat(texts(entry("a\nb").isolate(99))).containsExactly("a", "b");
    assertThat(texts(entry("a\nb\nc\nd").halves().get(1).isolate(1))).containsExactly("c", "d");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void howeverLinesAreCutNoneIsLostOrDoubled(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      int lines = 2 + random.nextInt(30);
      for (int i = 0; i < lines; i++) {
        text.append(random.nextInt(4) == 0 ? "\n" : "").append("line").append(i).append('\n');
      }
      LineEntry whole = entry(text.toString());
      assertThat(points(whole.halves())).isEqualTo(points(List.of(whole)));
      assertThat(points(whole.isolate(random.nextInt(lines + 5))))
          .isEqualTo(points(List.of(whole)));
      List<LineEntry> pieces =
          LineBatch.of(whole.lines()).split(1 + random.nextInt(5), 10 + random.nextInt(40)).stream()
              .map(LineEntry::of)
              .toList();
      assertThat(points(pieces)).isEqualTo(points(List.of(whole)));
      assertThat(points(List.of(LineEntry.join(pieces)))).isEqualTo(points(List.of(whole)));
      assertThat(LineEntry.join(pieces).points()).isEqualTo(lines);
    }
  }

  @Test
  void everyPointKeepsItsPlaceHoweverItIsCut() {
    LineEntry first =
        LineEntry.of(
            LineBatch.of("a\n\nb\nc".getBytes(StandardCharsets.UTF_8), new Place(1, 10, 0, 50)));
    LineEntry second =
        LineEntry.of(
            LineBatch.of("d\ne".getBytes(StandardCharsets.UTF_8), new Place(2, 20, 7, 40)));
    LineEntry both = LineEntry.join(List.of(first, second));
    assertThat(both.appendMillis()).isEqualTo(40);
    assertThat(both.singles())
        .extracting(single -> single.origins().get(0).first())
        .containsExactly(
            new Place(1, 10, 0, 50),
            new Place(1, 10, 1, 50),
            new Place(1, 10, 2, 50),
            new Place(2, 20, 7, 40),
            new Place(2, 20, 8, 40));
    assertThat(both.halves().get(1).singles())
        .extracting(single -> single.origins().get(0).first().index())
        .containsExactly(2, 7, 8);
  }

  @Test
  void aCheckpointOfTheFirstReleaseIsStillRead() throws Exception {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    java.io.DataOutputStream out = new java.io.DataOutputStream(bytes);
    out.writeInt(2);
    out.writeBoolean(true);
    out.writeInt(3);
    out.write("a\nb".getBytes(StandardCharsets.UTF_8));
    LineEntry old =
        new LineEntrySerializer()
            .deserializeRequestFromStream(
                0,
                new java.io.DataInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())));
    assertThat(old.points()).isEqualTo(2);
    assertThat(old.alone()).isTrue();
    assertThat(old.bucket()).isEmpty();
    assertThat(old.singles()).hasSize(2);
  }

  private static LineEntry entry(String text) {
    return LineEntry.of(LineBatch.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(List<LineEntry> entries) {
    return entries.stream()
        .map(entry -> new String(entry.lines(), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<String> points(List<LineEntry> entries) {
    List<String> points = new ArrayList<>();
    texts(entries)
        .forEach(text -> text.lines().filter(line -> !line.isBlank()).forEach(points::add));
    return points;
  }
}
