package io.chimera.refinement.local.world;

import io.chimera.refinement.local.Failure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker in this JVM: one node, KRaft, loopback only. Topics are never created by accident.
 *
 * <p>Data of an earlier run in the same folder is kept and served again.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final String NODE = "1";

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @param directory folder for its data, created when missing
   * @param port port to listen on, 0 for any free one
   */
  public static EmbeddedBroker start(Path directory, int port) {
    return start(directory, port, BrokerSecurity.NONE);
  }

  /** As {@link #start(Path, int)}, with a listener that asks clients who they are. */
  public static EmbeddedBroker start(Path directory, int port, BrokerSecurity security) {
    int listenPort = Ports.claim("kafka", "--port-kafka", port);
    try {
      Files.createDirectories(directory);
      Map<String, Object> properties = properties(directory, listenPort, Ports.free(), security);
      if (!Files.exists(directory.resolve("meta.properties"))) {
        format(directory);
      }
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
      EmbeddedBroker broker = new EmbeddedBroker(server, listenPort);
      server.startup();
      broker.awaitAnswer(security);
      return broker;
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      throw new Failure(
          "Cannot start kafka in %s: %s; see the log".formatted(directory, Failure.reason(e)), e);
    }
  }

  public int port() {
    return port;
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ':' + port;
  }

  /** Stops the broker and waits until its files are closed. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private void awaitAnswer(BrokerSecurity security) throws Exception {
    Map<String, Object> client = new HashMap<>(security.client());
    client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      admin.describeCluster().nodes().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static void format(Path directory) throws Exception {
    ByteArrayOutputStream chatter = new ByteArrayOutputStream();
    new Formatter()
        .setPrintStream(new PrintStream(chatter, true, StandardCharsets.UTF_8))
        .setNodeId(Integer.parseInt(NODE))
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .addDirectory(directory.toString())
        .setMetadataLogDirectory(directory.toString())
        .run();
  }

  private static Map<String, Object> properties(
      Path directory, int port, int controllerPort, BrokerSecurity security) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", NODE);
    properties.put(
        "listeners",
        "%4$s://%1$s:%2$d,CONTROLLER://%1$s:%3$d"
            .formatted(Ports.LOOPBACK, port, controllerPort, security.protocol()));
    properties.put(
        "advertised.listeners", "%s://%s:%d".formatted(security.protocol(), Ports.LOOPBACK, port));
    properties.put("inter.broker.listener.name", security.protocol());
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put(
        "listener.security.protocol.map",
        "%1$s:%1$s,CONTROLLER:PLAINTEXT".formatted(security.protocol()));
    properties.put(
        "controller.quorum.voters", "%s@%s:%d".formatted(NODE, Ports.LOOPBACK, controllerPort));
    properties.put("log.dirs", directory.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.putAll(singleNode());
    properties.putAll(smallMachine());
    properties.putAll(security.broker());
    return properties;
  }

  /** One node cannot replicate, and waiting for other group members would only delay the start. */
  private static Map<String, Object> singleNode() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "2");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    return properties;
  }

  /** Broker, database, Flink and everything else share a few cores and one heap. */
  private static Map<String, Object> smallMachine() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    properties.put("background.threads", "2");
    properties.put("log.cleaner.threads", "1");
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
    properties.put("log.index.size.max.bytes", String.valueOf(1 << 20));
    properties.put("metadata.log.segment.bytes", String.valueOf(16 << 20));
    return properties;
  }
}
