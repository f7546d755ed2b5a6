package io.chimera.refinement.local.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.world.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rises for an hour, by a little in every minute. */
class LiveTrendTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = 1_795_248_000_000L;
  private static final long PANE_MILLIS = 10_000;
  private static final int FLAT_PANES = 45 * 6;
  private static final int PANES = 135 * 6;
  private static final int RISING = 12;
  private static final int STEADY = 12;

  private final List<JsonNode> found = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "REF-PAT-01..04: in the job, every rise is a trend, that of memory a leak, noise hardly ever")
  void everyRiseIsFound() throws Exception {
    try (LiveJob job = LiveJob.start(folder);
        ReportSender reports =
            new ReportSender(job.servers(), LiveJob.topic(Topic.KPI_REPORTS.suffix()));
        TopicReader reader =
            TopicReader.fromBeginning(
                job.servers(), List.of(LiveJob.topic(Topic.FINDINGS.suffix())), true)) {
      Random random = new Random(1);
      for (int pane = 0; pane < PANES; pane++) {
        for (int i = 0; i < RISING + STEADY; i++) {
          double risen =
              i < RISING ? 5.0 * Math.max(0, pane - FLAT_PANES) / (PANES - FLAT_PANES) : 0;
          report(reports, pane, i, 40 + risen + random.nextGaussian());
        }
      }
      // Another agent moves event time on, past every window of those that count.
      report(reports, PANES + 60, RISING + STEADY, 40);
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                reader.poll(record -> hear(record.value()));
                job.check();
                return agents("trend").containsAll(agents(1));
              });
      Set<String> others = agents("trend");
      others.removeAll(agents(1));
      assertThat(others).as("noise that was called a trend").hasSizeLessThanOrEqualTo(2);
      assertThat(
              found.stream()
                  .filter(finding -> finding.path("sentence").asText().contains("leak"))
                  .map(finding -> finding.path("agentId").asText())
                  .collect(Collectors.toSet()))
          .containsAll(agents(2));
    }
  }

  private static Set<String> agents(int step) {
    Set<String> agents = new TreeSet<>();
    for (int i = 0; i < RISING; i += step) {
      agents.add("agent-" + i);
    }
    return agents;
  }

  private Set<String> agents(String kind) {
    return found.stream()
        .filter(finding -> finding.path("kind").asText().equals(kind))
        .filter(finding -> finding.path("agentId").isTextual())
        .map(finding -> finding.path("agentId").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void hear(byte[] finding) {
    try {
      found.add(JSON.readTree(finding));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void report(ReportSender reports, int pane, int number, double value) {
    String agent = "agent-" + number;
    reports.send(
        agent.getBytes(UTF_8),
        """
        {"reportId":"%s-%d","agentId":"%s","system":"rise","component":"c%d","timestamp":%d,"metrics":{"%s":%.3f}}\
        """
            .formatted(
                agent,
                pane,
                agent,
                number,
                START + pane * PANE_MILLIS + 1_000,
                number % 2 == 0 ? "heap_used_percent" : "queue_wait_ms",
                value)
            .getBytes(UTF_8));
  }
}
