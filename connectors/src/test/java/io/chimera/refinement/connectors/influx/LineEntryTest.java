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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void howeverLinesAreCutEachKnowsWhereItStands(long seed) {
    Random random = new Random(seed);
    List<LineEntry> waiting = new ArrayList<>();
    for (int offset = 0; offset < 20; offset++) {
      StringBuilder text = new StringBuilder();
      int lines = 1 + random.nextInt(30);
      for (int i = 0; i < lines; i++) {
        text.append(random.nextInt(4) == 0 ? "\n" : "")
            .append(offset)
            .append('/')
            .append(i)
            .append('\n');
      }
      LineBatch batch =
          LineBatch.of(
              text.toString().getBytes(StandardCharsets.UTF_8), new LineOrigin(3, offset, 0));
      batch.split(1 + random.nextInt(9), 10 + random.nextInt(90)).stream()
          .map(LineEntry::of)
          .forEach(waiting::add);
    }
    List<LineEntry> parts = new ArrayList<>(List.of(LineEntry.join(waiting)));
    int seen = 0;
    while (!parts.isEmpty()) {
      LineEntry part = parts.remove(parts.size() - 1);
      if (part.points() == 1) {
        RejectedLine line = part.refused("why");
        assertThat(new String(line.line(), StandardCharsets.UTF_8))
            .isEqualTo(line.origin().offset() + "/" + line.origin().index());
        assertThat(line.origin().partition()).isEqualTo(3);
        seen++;
      } else {
        parts.addAll(
            random.nextBoolean() ? part.halves() : part.isolate(random.nextInt(part.points() + 3)));
      }
    }
    assertThat(seen).isEqualTo(waiting.stream().mapToInt(LineEntry::points).sum());
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
