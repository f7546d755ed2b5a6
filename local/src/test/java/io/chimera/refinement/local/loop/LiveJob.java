package io.chimera.refinement.local.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.cli.CommandRun;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The main job on a broker and a Flink of its own, and the command line beside it. */
final class LiveJob implements AutoCloseable {
  private static final String PREFIX = "live.";

  private final Path folder;
  private final EmbeddedBroker broker;
  private final EmbeddedFlink flink;
  private final JobID job;
  private int documents;

  private LiveJob(Path folder, EmbeddedBroker broker, EmbeddedFlink flink) {
    this.folder = folder;
    this.broker = broker;
    this.flink = flink;
    try (Topics topics = new Topics(KafkaSettings.of(servers(), PREFIX, "setup", 60_000))) {
      topics.create(topic -> 1, 1);
    }
    StreamExecutionEnvironment env = flink.environment();
    RefinementJob.define(
        env,
        Settings.from(
            Map.of(
                "kafka.bootstrap.servers", servers(),
                "refinement.topics.prefix", PREFIX,
                "refinement.deployment", "live",
                "refinement.ingest.start", "earliest",
                // Own KPIs are of today and would make everything else late.
                "refinement.self.interval", "0 s")));
    job = flink.submit(env.getStreamGraph(), RefinementJob.NAME);
    flink.awaitRunning(job);
  }

  static LiveJob start(Path folder) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
    EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("flink"), 0, 1, 1);
    return new LiveJob(folder, broker, flink);
  }

  String servers() {
    return broker.bootstrapServers();
  }

  static String topic(String suffix) {
    return PREFIX + suffix;
  }

  /** Runs a command against the broker; it has to succeed. */
  CommandRun refinement(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--bootstrap-servers", servers(), "--set", "refinement.topics.prefix=" + PREFIX));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }

  /** Applies documents. */
  void apply(String yaml) throws Exception {
    Path file = folder.resolve("document-" + documents++ + ".yaml");
    Files.writeString(file, yaml);
    refinement("apply", "-f", file.toString());
  }

  /** Fails when the job has ended. */
  void check() {
    flink.check(job);
  }

  @Override
  public void close() throws Exception {
    try {
      flink.close();
    } finally {
      broker.close();
    }
  }
}
