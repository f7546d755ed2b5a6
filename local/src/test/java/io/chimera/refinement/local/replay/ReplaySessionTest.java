package io.chimera.refinement.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code replay}: bad lines are told and change nothing. */
class ReplaySessionTest {
  private static final String RESET =
      "{\"op\":\"reset\",\"task\":\"t\",\"actions\":[\"a\",\"b\",\"c\"],\"nFeatures\":2,\"seed\":7}";

  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

  private List<String> talk(List<String> lines) throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    new ReplaySession(
            new PrintStream(answers, true, StandardCharsets.UTF_8),
            new PrintStream(complaints, true, StandardCharsets.UTF_8))
        .run(new BufferedReader(new StringReader(String.join("\n", lines))));
    return answers.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String decide(int i, String context) {
    return "{\"op\":\"decide\",\"id\":\"d%d\",\"x\":%s}".formatted(i, context);
  }

  private static String reward(String id, String value) {
    return "{\"op\":\"reward\",\"id\":\"%s\",\"r\":%s}".formatted(id, value);
  }

  private static List<String> lines(boolean withBadOnes) {
    List<String> lines = new ArrayList<>(List.of(RESET));
    for (int i = 0; i < 100; i++) {
      lines.add(decide(i, "[" + i % 5 + "," + i % 3 + "]"));
      if (withBadOnes) {
        for (String bad : List.of("\"NaN\"", "null", "1e999", "-1e9", "\"text\"", "[1]")) {
          lines.add(reward("d" + i, bad));
        }
        lines.add(reward("unknown-" + i, "1"));
      }
      lines.add(reward("d" + i, i % 2 == 0 ? "1" : "0"));
      if (withBadOnes) {
        lines.add(reward("d" + i, i % 2 == 0 ? "0" : "1")); // again, and contradicting
      }
    }
    return lines;
  }

  @Test
  void badRewardsChangeNoAnswer() throws IOException {
    assertThat(talk(lines(true))).isEqualTo(talk(lines(false))).hasSize(101);
  }

  @Test
  void badContextsAreAnswered() throws IOException {
    List<String> lines = new ArrayList<>(List.of(RESET));
    String[] contexts = {
      "null",
      "[]",
      "[1]",
      "[1,2,3]",
      "[null,1]",
      "[\"NaN\",2]",
      "[1e308,-1e308]",
      "{}",
      "7",
      "[5,5]"
    };
    for (int i = 0; i < 200; i++) {
      lines.add(decide(i, contexts[i % contexts.length]));
      lines.add(reward("d" + i, i % 2 == 0 ? "1" : "0"));
    }
    assertThat(talk(lines))
        .hasSize(201)
        .noneMatch(answer -> answer.contains("error") || answer.contains("NaN"));
  }

  @Test
  void whatCannotBeAnsweredIsToldAndTheConversationGoesOn() throws IOException {
    List<String> bad =
        List.of(
            decide(1, "[1,2]"), // before any reset
            reward("d1", "1"),
            "{\"op\":\"suggest\",\"id\":\"s\"}",
            "{\"op\":\"best\"}",
            "{\"op\":\"ope\",\"target\":{\"constant\":\"z\"}}",
            "{\"op\":\"reset\",\"task\":\"t\",\"actions\":[],\"seed\":7}",
            "{\"op\":\"reset\",\"kind\":\"tune\",\"params\":[{\"name\":\"p\",\"lo\":5,\"hi\":1}],\"default\":[3]}",
            "{\"op\":\"reset\",\"kind\":\"tune\",\"params\":[],\"default\":[]}",
            "{\"op\":\"dance\"}",
            "[]",
            "not JSON");
    List<String> lines = new ArrayList<>(bad);
    lines.addAll(lines(false));
    List<String> answers = talk(lines);
    assertThat(answers.subList(0, bad.size())).allMatch(answer -> answer.contains("error"));
    assertThat(answers.subList(bad.size(), answers.size())).isEqualTo(talk(lines(false)));
    assertThat(complaints.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.startsWith("error: Cannot answer a line: "))
        .hasSize(bad.size());
  }

  @Test
  void aSettingIsSearchedWithinItsBounds() throws IOException {
    List<String> lines =
        List.of(
            "{\"op\":\"reset\",\"kind\":\"tune\",\"seed\":1,\"params\":[{\"name\":\"p\",\"lo\":1,\"hi\":9}],\"default\":[3]}",
            "{\"op\":\"suggest\",\"id\":\"s1\"}",
            "{\"op\":\"observe\",\"id\":\"s1\",\"y\":\"NaN\"}",
            "{\"op\":\"observe\",\"id\":\"nobody\",\"y\":1}",
            "{\"op\":\"suggest\",\"id\":\"s2\"}",
            "{\"op\":\"observe\",\"id\":\"s2\",\"y\":1}",
            "{\"op\":\"best\"}",
            "{\"op\":\"bye\"}",
            "never read");
    assertThat(talk(lines)).hasSize(4).noneMatch(answer -> answer.contains("error"));
  }
}
