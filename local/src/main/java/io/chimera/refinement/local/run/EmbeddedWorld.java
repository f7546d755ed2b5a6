package io.chimera.refinement.local.run;

import io.chimera.refinement.jobs.DeliveryJob;
import io.chimera.refinement.jobs.MetricsJob;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.world.DatabaseQueries;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedDatabase;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.LocalTopics;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker with topics, database and Flink in this JVM, started in that order, closed in the other.
 */
final class EmbeddedWorld implements World {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWorld.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private EmbeddedBroker broker;
  private EmbeddedDatabase database;
  private EmbeddedFlink flink;

  private EmbeddedWorld() {}

  /** Starts everything; closes what was started when a later part fails. */
  static EmbeddedWorld start(
      Path directory, RunOptions.Ports ports, Settings settings, Consumer<String> progress) {
    EmbeddedWorld world = new EmbeddedWorld();
    try {
      progress.accept("starting Kafka");
      world.broker = world.closing(EmbeddedBroker.start(directory.resolve("kafka"), ports.kafka()));
      LocalTopics.create(world.broker.bootstrapServers(), settings.topicPrefix());
      progress.accept("starting the time-series database (QuestDB)");
      world.database = world.closing(EmbeddedDatabase.start(directory.resolve("db"), ports.db()));
      progress.accept("starting Flink");
      int parallelism = World.parallelism();
      world.flink =
          world.closing(
              EmbeddedFlink.start(
                  directory.resolve("flink"), ports.ui(), World.slots(settings), parallelism));
      return world;
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
  }

  @Override
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public DatabaseQueries database() {
    return database.queries();
  }

  @Override
  public FlinkRest flink() {
    return new FlinkRest(flink.url());
  }

  @Override
  public JobIds submit(Settings settings, Map<String, String> values) {
    StreamExecutionEnvironment env = flink.environment();
    RefinementJob.define(env, settings);
    StreamExecutionEnvironment metrics = flink.environment();
    MetricsJob.define(metrics, settings);
    return new JobIds(
        flink.submit(env.getStreamGraph(), RefinementJob.NAME).toHexString(),
        flink.submit(metrics.getStreamGraph(), MetricsJob.NAME).toHexString(),
        settings.subscribers().isEmpty() ? Optional.empty() : Optional.of(deliver(settings)));
  }

  private String deliver(Settings settings) {
    StreamExecutionEnvironment delivery = flink.environment();
    DeliveryJob.define(delivery, settings);
    return flink.submit(delivery.getStreamGraph(), DeliveryJob.NAME).toHexString();
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
}
