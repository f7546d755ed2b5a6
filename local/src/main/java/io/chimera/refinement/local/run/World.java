package io.chimera.refinement.local.run;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.DatabaseQueries;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Broker with topics, database and Flink, wherever they run. Closing it ends them all. */
interface World extends AutoCloseable {
  /** Ids of the jobs; the delivery job runs only if there are subscribers. */
  record JobIds(String refinement, String metrics, Optional<String> delivery) {
    List<String> all() {
      return Stream.concat(Stream.of(refinement, metrics), delivery.stream()).toList();
    }
  }

  /** Starts everything in this JVM or, when the options ask for it, as processes. */
  static World start(
      Path directory,
      RunOptions options,
      RunOptions.Ports ports,
      Settings settings,
      Consumer<String> progress) {
    return options
        .processes()
        .<World>map(
            processes -> ClusterWorld.start(directory, ports, processes, settings, progress))
        .orElseGet(() -> EmbeddedWorld.start(directory, ports, settings, progress));
  }

  /** Parallelism of each job: two, unless there is only one core. */
  static int parallelism() {
    return Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));
  }

  /** Slots that all jobs take. */
  static int slots(Settings settings) {
    int jobs = settings.subscribers().isEmpty() ? 2 : 3;
    return jobs * parallelism();
  }

  /** {@code host:port} for Kafka clients. */
  String bootstrapServers();

  DatabaseQueries database();

  FlinkRest flink();

  /**
   * Submits the jobs and returns at once.
   *
   * @param values the settings as given, for jobs that read them themselves
   */
  JobIds submit(Settings settings, Map<String, String> values);

  @Override
  void close();

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
}
