package io.chimera.refinement.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.jobs.config.InvalidSettings;
import io.chimera.refinement.jobs.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** REF-SYS-09: a graph whose state can be found again and whose operators a person can name. */
class GraphTest {
  private static final Map<String, String> SUBSCRIBERS =
      Map.of(
          "refinement.subscribers.a.url", "http://localhost:1",
          "refinement.subscribers.b.url", "http://localhost:2");

  @TempDir Path packs;

  @Test
  void everyOperatorHasItsTitleAndUidAndNoTypeFallsToKryo() {
    StreamGraph graph = allInOne(SUBSCRIBERS);
    Set<String> titles =
        Set.of(Step.values()).stream().map(Step::title).collect(Collectors.toSet());
    Set<String> uids = Set.of(Step.values()).stream().map(Step::uid).collect(Collectors.toSet());
    assertThat(graph.getStreamNodes())
        .isNotEmpty()
        .allSatisfy(
            node -> {
              String title =
                  node.getOperatorName()
                      .replaceFirst("^(Source|Sink): ", "")
                      .replaceFirst(": (Writer|Committer)$", "");
              assertThat(titles).as(node.getOperatorName()).contains(title);
              assertThat(uid(node)).as(node.getOperatorName()).isNotNull();
              assertThat(uids.stream().anyMatch(uid -> uid(node).contains(uid)))
                  .as(uid(node))
                  .isTrue();
            });
    // generic-types=false makes the translation itself fail on Kryo; the job graph builds every
    // serializer.
    assertThat(graph.getJobGraph().getVerticesAsArray()).isNotEmpty();
  }

  @Test
  void eachSubscriberHasAWayOfItsOwnAndWithoutOneNothingIsDelivered() {
    List<String> uids =
        allInOne(SUBSCRIBERS).getStreamNodes().stream().map(GraphTest::uid).toList();
    assertThat(uids)
        .contains(
            "read-recommendations-a",
            "deliver-recommendations-a",
            "read-recommendations-b",
            "deliver-recommendations-b");
    assertThat(allInOne(Map.of()).getStreamNodes())
        .noneMatch(node -> uid(node).startsWith("deliver-recommendations"));
    assertThatThrownBy(
            () ->
                DeliveryJob.define(
                    StreamExecutionEnvironment.getExecutionEnvironment(), Settings.from(Map.of())))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("refinement.subscribers must name at least one subscriber");
  }

  @Test
  void onlyTheRefinementJobMindsAFaultOfThePacks() throws Exception {
    Files.writeString(packs.resolve("broken.yaml"), "kind: [");
    Map<String, String> values = new HashMap<>(SUBSCRIBERS);
    values.put("refinement.packs.directory", packs.toString());
    Settings settings = Settings.from(values);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DeliveryJob.define(env, settings);
    MetricsJob.define(env, settings);
    assertThat(env.getStreamGraph().getStreamNodes()).isNotEmpty();
    assertThatThrownBy(() -> RefinementJob.define(env, settings))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("broken.yaml");
  }

  @Test
  void uidsAreForEver() throws Exception {
    Path golden = Path.of("src/test/resources/uids.txt");
    List<String> known = Files.readAllLines(golden, StandardCharsets.UTF_8);
    List<String> now = new ArrayList<>();
    for (Step step : Step.values()) {
      now.add(step.uid());
    }
    assertThat(now).startsWith(known.toArray(String[]::new));
    assertThat(now).as("new steps are appended to " + golden).hasSameSizeAs(known);
  }

  private static String uid(StreamNode node) {
    return node.getTransformationUID();
  }

  private static StreamGraph allInOne(Map<String, String> values) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    AllInOneJob.define(env, Settings.from(values));
    return env.getStreamGraph();
  }
}
