package io.chimera.refinement.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.kafka.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml} cannot be run without Docker; what can be checked without it is. */
class ComposeTest {
  private static final Path FILE = Path.of("../docker-compose.yml");

  @Test
  void theTopicsAreThoseOfTheContract() throws Exception {
    Stream<String> created =
        Pattern.compile("^ +(create \\S+ \\d+ .*)$", Pattern.MULTILINE)
            .matcher(Files.readString(FILE, UTF_8))
            .results()
            .map(match -> match.group(1));
    assertThat(created)
        .containsExactlyElementsOf(
            Arrays.stream(Topic.values()).map(ComposeTest::command).toList());
  }

  private static String command(Topic topic) {
    StringBuilder command =
        new StringBuilder("create " + topic.suffix() + ' ' + topic.localPartitions());
    topic
        .config()
        .forEach((key, value) -> command.append(' ').append(key).append('=').append(value));
    return command.toString();
  }

  @Test
  void everyImageHasAnExactTagAndEveryPortIsBoundToLoopback() throws Exception {
    String compose = Files.readString(FILE, UTF_8);
    assertThat(
            Pattern.compile("image: (\\S+)")
                .matcher(compose)
                .results()
                .map(match -> match.group(1)))
        .isNotEmpty()
        .allSatisfy(image -> assertThat(image).matches(".+:\\d+\\.\\d+\\.\\d+(-\\w+)?"));
    assertThat(
            Pattern.compile("ports: \\[\"([^\"]+)\"]")
                .matcher(compose)
                .results()
                .map(match -> match.group(1)))
        .isNotEmpty()
        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
  }
}
