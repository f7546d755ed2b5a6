package io.chimera.refinement.local.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.config.RefinementOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml} cannot be run without Docker; what can be checked without it is. */
class ComposeTest {
  private static final Path FILE = Documents.HOME.resolve("docker-compose.yml");

  /** They end, or serve only people. */
  private static final Set<String> WITHOUT_HEALTH_CHECK =
      Set.of(
          "topics",
          "state-folder",
          "tiers",
          "submit-refinement",
          "submit-metrics",
          "submit-delivery",
          "jaeger",
          "simulator");

  /** These step down from root by themselves, or exist to do what only root can. */
  private static final Set<String> STARTED_AS_ROOT =
      Set.of("kafka", "topics", "influxdb", "state-folder");

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
  void itHasTheStructureOfAComposeFileWithExactTagsAndLoopbackPorts() throws Exception {
    assertThat(Documents.faults("compose.schema.json", compose())).isEmpty();
  }

  @Test
  void whatIsStartedIsCompleteAndWhatItRefersToExists() throws Exception {
    JsonNode compose = compose();
    JsonNode services = compose.path("services");
    assertThat(names(services))
        .contains(
            "kafka",
            "jobmanager",
            "taskmanager",
            "influxdb",
            "grafana",
            "prometheus",
            "jaeger",
            "topics",
            "simulator",
            "console",
            "tiers");
    assertThat(services.path("taskmanager").path("deploy").path("replicas").asInt()).isEqualTo(2);
    services
        .properties()
        .forEach(
            service -> {
              JsonNode body = service.getValue();
              assertThat(names(body.path("depends_on"))).isSubsetOf(names(services));
              assertThat(texts(body.path("secrets"))).isSubsetOf(names(compose.path("secrets")));
              assertThat(body.has("healthcheck") || WITHOUT_HEALTH_CHECK.contains(service.getKey()))
                  .as(service.getKey() + " has a health check")
                  .isTrue();
              assertThat(body.has("user") || STARTED_AS_ROOT.contains(service.getKey()))
                  .as(service.getKey() + " has a user")
                  .isTrue();
              for (String volume : texts(body.path("volumes"))) {
                String source = volume.substring(0, volume.indexOf(':'));
                assertThat(source.startsWith("./") || compose.path("volumes").has(source))
                    .as(volume)
                    .isTrue();
                assertThat(!source.startsWith("./") || built(source)).as(source).isTrue();
              }
            });
  }

  /** Whether a mounted file is part of the product, or made by its build. */
  private static boolean built(String source) {
    return source.contains("/target/") || Files.exists(Documents.HOME.resolve(source));
  }

  @Test
  void everySettingThatIsPassedIsOne() throws Exception {
    List<String> keys = RefinementOptions.keys().stream().map(option -> option.key()).toList();
    for (JsonNode service : compose().path("services")) {
      List<String> command = texts(service.path("command"));
      for (int i = 1; i < command.size(); i++) {
        if (command.get(i - 1).equals("--set")) {
          String key = command.get(i).substring(0, command.get(i).indexOf('='));
          assertThat(keys.contains(key) || key.startsWith("refinement.subscribers."))
              .as(key)
              .isTrue();
        }
      }
    }
  }

  @Test
  void theTaskManagersKnowTheMachineOfTheExampleSubscriber() throws Exception {
    JsonNode services = compose().path("services");
    assertThat(services.path("submit-delivery").path("command").toString())
        .contains("://host.docker.internal:");
    assertThat(texts(services.path("taskmanager").path("extra_hosts")))
        .contains("host.docker.internal:host-gateway");
  }

  @Test
  void oneTaskManagerHasSlotsForEveryJob() throws Exception {
    Configuration config =
        GlobalConfiguration.loadConfiguration(
            Documents.HOME.resolve("flink-conf").toAbsolutePath().toString());
    long jobs =
        names(compose().path("services")).stream()
            .filter(name -> name.startsWith("submit-"))
            .count();
    assertThat(jobs).isEqualTo(3);
    assertThat((long) config.get(TaskManagerOptions.NUM_TASK_SLOTS))
        .isGreaterThanOrEqualTo(jobs * config.get(CoreOptions.DEFAULT_PARALLELISM));
  }

  private static JsonNode compose() throws Exception {
    return Documents.yaml(FILE).get(0);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
