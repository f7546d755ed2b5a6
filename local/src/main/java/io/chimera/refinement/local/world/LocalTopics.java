package io.chimera.refinement.local.world;

import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The topics of a deployment on a broker of this machine. */
public final class LocalTopics {
  private static final long TRANSACTION_TIMEOUT_MILLIS = 600_000;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private LocalTopics() {}

  /**
   * Creates what is missing, with the partitions of one machine, and waits until every client can
   * see it: the broker learns of a topic a moment after it was created.
   */
  public static void create(String bootstrapServers, String prefix) {
    KafkaSettings settings =
        KafkaSettings.of(bootstrapServers, prefix, "local", TRANSACTION_TIMEOUT_MILLIS);
    String names =
        Arrays.stream(Topic.values())
            .map(topic -> settings.topic(topic.suffix()))
            .collect(Collectors.joining(","));
    try (Topics topics = new Topics(settings)) {
      topics.create(Topic::localPartitions, 1);
      Patience.of(LIMIT)
          .until(
              () -> areThere(topics),
              "Cannot create the topics %s: not all can be seen after %s; see the broker's log"
                  .formatted(names, LIMIT));
    } catch (IllegalStateException e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  private static boolean areThere(Topics topics) {
    return topics.check(any -> 1, 1).stream()
        .noneMatch(difference -> difference.contains("must exist"));
  }
}
