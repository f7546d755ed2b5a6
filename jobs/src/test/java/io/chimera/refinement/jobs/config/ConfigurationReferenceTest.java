package io.chimera.refinement.jobs.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is generated from {@link RefinementOptions} and is current. */
class ConfigurationReferenceTest {
  private static final Path FILE = Path.of("../docs/configuration.md");
  private static final Path GENERATED = Path.of("target/configuration.md");

  @Test
  void theReferenceIsCurrent() throws IOException {
    String reference = reference();
    Files.writeString(GENERATED, reference, UTF_8);
    assertThat(Files.readString(FILE, UTF_8))
        .as("out of date: cp jobs/target/configuration.md docs/configuration.md")
        .isEqualTo(reference);
  }

  private static String reference() {
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration reference

            Generated from `RefinementOptions`; a test keeps it current. `flink-conf/refinement.yaml` shows the same keys with their limits, ready to be
            changed. How files, `--set`, environment variables and secret files work together: [operations.md](operations.md#configuration).

            Besides these keys, `kafka.*` is passed to every Kafka client as it is, `kafka.source.*`, `kafka.sink.*` and `kafka.admin.*` to one kind:
            `kafka.security.protocol`, `kafka.sasl.jaas.config`, `kafka.ssl.truststore.location` and so on. `refinement.subscribers.NAME.FIELD` declares who gets
            recommendations by HTTP: [operations.md](operations.md#subscribers).

            | key | default | meaning |
            |---|---|---|
            """);
    for (ConfigOption<?> option : RefinementOptions.keys()) {
      text.append("| `")
          .append(option.key())
          .append("` | ")
          .append(shown(option.defaultValue()))
          .append(" | ")
          .append(meaning(option))
          .append(" |\n");
    }
    return text.toString();
  }

  private static String shown(Object value) {
    if (value instanceof Duration duration) {
      return TimeUtils.formatWithHighestUnit(duration);
    }
    if (value instanceof MemorySize size) {
      return size.toHumanReadableString();
    }
    return String.valueOf(value).isEmpty() ? "(empty)" : String.valueOf(value);
  }

  /** The plain text of the description, in one line. */
  private static String meaning(ConfigOption<?> option) {
    return new org.apache.flink.configuration.description.HtmlFormatter()
        .format(option.description())
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("|", "\\|")
        .replaceAll("\\s+", " ");
  }

  @Test
  void noKeyIsNamedTwice() {
    List<String> keys = RefinementOptions.keys().stream().map(ConfigOption::key).toList();
    assertThat(keys).doesNotHaveDuplicates();
  }
}
