package io.chimera.refinement.local.run;

import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedDatabase;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.Ports;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broker with topics, database and Flink, started in that order and closed in the other. */
final class World implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(World.class);
  private static final long TRANSACTION_TIMEOUT_MILLIS = 600_000;
  private static final int MAX_PARALLELISM = 2;
  private static final int JOBS = 2;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private EmbeddedBroker broker;
  private EmbeddedDatabase database;
  private EmbeddedFlink flink;

  private World() {}

  /** The ports to listen on; fails before anything starts, naming every port that is taken. */
  static RunOptions.Ports claim(RunOptions.Ports wanted) {
    List<String> taken = new ArrayList<>();
    RunOptions.Ports claimed =
        new RunOptions.Ports(
            claim("kafka", "--port-kafka", wanted.kafka(), taken),
            claim("the Flink web UI", "--port-ui", wanted.ui(), taken),
            claim("the database", "--port-db", wanted.db(), taken),
            claim("the console", "--port-console", wanted.console(), taken));
    if (!taken.isEmpty()) {
      throw new Failure(String.join(System.lineSeparator(), taken));
    }
    return claimed;
  }

  private static int claim(String what, String option, int port, List<String> taken) {
    try {
      return Ports.claim(what, option, port);
    } catch (Failure e) {
      taken.add(e.getMessage());
      return port;
    }
  }

  /** Starts everything; closes what was started when a later part fails. */
  static World start(
      Path directory, RunOptions.Ports ports, String topicPrefix, Consumer<String> progress) {
    World world = new World();
    try {
      progress.accept("starting Kafka");
      world.broker = world.closing(EmbeddedBroker.start(directory.resolve("kafka"), ports.kafka()));
      createTopics(world.broker.bootstrapServers(), topicPrefix);
      progress.accept("starting the time-series database (QuestDB)");
      world.database = world.closing(EmbeddedDatabase.start(directory.resolve("db"), ports.db()));
      progress.accept("starting Flink");
      int parallelism =
          Math.max(1, Math.min(MAX_PARALLELISM, Runtime.getRuntime().availableProcessors()));
      world.flink =
          world.closing(
              EmbeddedFlink.start(
                  directory.resolve("flink"), ports.ui(), JOBS * parallelism, parallelism));
      return world;
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
  }

  EmbeddedBroker broker() {
    return broker;
  }

  EmbeddedDatabase database() {
    return database;
  }

  EmbeddedFlink flink() {
    return flink;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.warn("Cannot close cleanly: {}", e.toString());
      }
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  private static void createTopics(String bootstrapServers, String prefix) {
    KafkaSettings settings =
        KafkaSettings.of(bootstrapServers, prefix, "local", TRANSACTION_TIMEOUT_MILLIS);
    try (Topics topics = new Topics(settings)) {
      topics.create(Topic::localPartitions, 1);
    } catch (IllegalStateException e) {
      throw new Failure(e.getMessage(), e);
    }
  }
}
