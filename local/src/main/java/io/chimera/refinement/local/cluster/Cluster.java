package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.DatabaseQueries;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.LocalTopics;
import io.chimera.refinement.local.world.Patience;
import io.chimera.refinement.local.world.Ports;
import io.chimera.refinement.local.world.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Broker, database and Flink as processes of their own on loopback. Each keeps its port and its
 * data over a restart. Nothing watches them: who kills one starts it again.
 */
public final class Cluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final int MORE_STARTS = 2;

  private final ClusterPlan plan;
  private final ProcessPlans plans;
  private final FlinkConfiguration flink;
  private final ClusterPorts ports;
  private final List<ManagedProcess> started = new ArrayList<>();
  private final List<ManagedProcess> jobManagers = new ArrayList<>();
  private final List<ManagedProcess> taskManagers = new ArrayList<>();
  private ManagedProcess broker;
  private ManagedProcess database;
  private ManagedProcess zooKeeper;
  private Leadership leading;

  private Cluster(ClusterPlan plan) {
    this.plan = plan;
    this.plans = new ProcessPlans(plan);
    this.ports = ClusterPorts.claim(plan);
    this.flink = FlinkConfiguration.write(plan, ports.rpc(), ports.zooKeeper());
  }

  /** Starts every process and waits until each answers; ends them all when one does not. */
  public static Cluster start(ClusterPlan plan) {
    Cluster cluster = new Cluster(plan);
    try {
      cluster.startServices();
      cluster.startFlink();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** {@code host:port} for Kafka clients. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ':' + ports.kafka();
  }

  public String databaseUrl() {
    return "http://" + Ports.LOOPBACK + ':' + ports.db();
  }

  /** Reads from the database. */
  public DatabaseQueries database() {
    return new DatabaseQueries(databaseUrl());
  }

  /** Flink's REST interface; whichever JobManager answers passes on to the leader. */
  public FlinkRest rest() {
    return new FlinkRest(ports.rest().stream().map(Cluster::restUrl).toList());
  }

  /** {@code host:port} of each JobManager's REST interface. */
  public List<String> restAddresses() {
    return ports.rest().stream().map(port -> Ports.LOOPBACK + ':' + port).toList();
  }

  /** The jobs on this cluster. */
  public FlinkJobs jobs() {
    return new FlinkJobs(rest());
  }

  public ManagedProcess broker() {
    return broker;
  }

  /** The database's process; only with one in the plan. */
  public ManagedProcess databaseProcess() {
    return database;
  }

  /** ZooKeeper's process; only with high availability. */
  public Optional<ManagedProcess> zooKeeper() {
    return Optional.ofNullable(zooKeeper);
  }

  public List<ManagedProcess> jobManagers() {
    return List.copyOf(jobManagers);
  }

  public List<ManagedProcess> taskManagers() {
    return List.copyOf(taskManagers);
  }

  /** All processes, in the order of their start. */
  public List<ManagedProcess> processes() {
    return List.copyOf(started);
  }

  /** The JobManager that leads; empty while none does. */
  public Optional<ManagedProcess> leadingJobManager() {
    Optional<String> leader =
        leading == null ? Optional.of(restUrl(ports.rest().get(0))) : leading.restUrl();
    for (int i = 0; i < jobManagers.size(); i++) {
      String url = restUrl(ports.rest().get(i));
      if (leader.filter(url::equals).isPresent() && jobManagers.get(i).alive()) {
        return Optional.of(jobManagers.get(i));
      }
    }
    return Optional.empty();
  }

  /** Submits a job and returns its id; it need not run yet. */
  public String submit(Path jar, List<String> arguments) {
    return jobs().submit(Submission.of(jar, arguments));
  }

  /** Creates the topics of a deployment that are missing, with the partitions of one machine. */
  public void createTopics(String prefix) {
    LocalTopics.create(bootstrapServers(), prefix);
  }

  /** Starts one more TaskManager; it may take some seconds to register. */
  public ManagedProcess addTaskManager() {
    ManagedProcess added = started(plans.taskManager(flink, taskManagers.size() + 1));
    taskManagers.add(added);
    return added;
  }

  /** Runs Flink's own command line, as {@code flink ARGUMENTS} does. Its log tells the result. */
  public ManagedProcess flinkCommand(String name, List<String> arguments) {
    return ManagedProcess.start(plans.commandLine(flink, name, arguments), plan.directory());
  }

  /** Waits until the broker answers, after a restart of it. */
  public void awaitBroker() {
    await(broker, new BrokerProbe(bootstrapServers())::answers);
  }

  /** Waits until the database answers and has its tables, after a restart of it. */
  public void awaitDatabase() {
    DatabaseQueries queries = database();
    await(database, queries::isReady);
  }

  /** Waits until so many TaskManagers are registered. */
  public void awaitTaskManagers(int count) {
    Patience.of(START_LIMIT)
        .until(
            () -> registered() >= count,
            "Cannot start Flink: fewer than %d TaskManagers are registered after %s; see %s"
                .formatted(count, START_LIMIT, plan.directory().resolve("logs")));
  }

  /** Asks all processes to end at once, waits for them and kills those that do not. */
  @Override
  public void close() {
    if (leading != null) {
      try {
        leading.close();
      } catch (Exception e) {
        LOG.warn("Cannot close the connection to ZooKeeper: {}", e.toString());
      }
    }
    // The broker goes last, so that Flink can end its transactions; ZooKeeper keeps the leader
    // calm.
    List<ManagedProcess> flinks = new ArrayList<>(taskManagers);
    flinks.addAll(jobManagers);
    closeAll(flinks);
    List<ManagedProcess> others = new ArrayList<>(started);
    others.removeAll(flinks);
    closeAll(others);
  }

  private static void closeAll(List<ManagedProcess> processes) {
    processes.forEach(ManagedProcess::askToEnd);
    for (ManagedProcess process : processes) {
      try {
        process.close();
      } catch (RuntimeException e) {
        LOG.warn("Cannot close {}: {}", process.name(), e.toString());
      }
    }
  }

  /** What Flink needs comes first: JVMs that start all at once delay each other. */
  private void startServices() {
    if (plan.size().highAvailability()) {
      zooKeeper = started(plans.zooKeeper(flink, flink.writeZooKeeper(ports.zooKeeper())));
    }
    broker = started(plans.broker(ports.kafka()));
    if (plan.size().database()) {
      database = started(plans.database(ports.db()));
    }
    awaitBroker();
    if (database != null) {
      awaitDatabase();
    }
  }

  private void startFlink() {
    for (int port : ports.rest()) {
      jobManagers.add(started(plans.jobManager(flink, jobManagers.size() + 1, port)));
    }
    while (taskManagers.size() < plan.size().taskManagers()) {
      addTaskManager();
    }
    if (plan.size().highAvailability()) {
      leading = new Leadership(flink.configuration());
    }
    for (int i = 0; i < jobManagers.size(); i++) {
      FlinkRest each = new FlinkRest(restUrl(ports.rest().get(i)));
      await(jobManagers.get(i), each::answers);
    }
    awaitTaskManagers(plan.size().taskManagers());
  }

  private ManagedProcess started(ProcessPlan process) {
    ManagedProcess managed = ManagedProcess.start(process, plan.directory());
    started.add(managed);
    return managed;
  }

  /**
   * Waits until the process answers. On a machine that is very busy a start may run into one of
   * Flink's own time limits: then it is tried again, as whoever supervises it would.
   */
  private static void await(ManagedProcess process, Callable<Boolean> ready) {
    AtomicInteger startsLeft = new AtomicInteger(MORE_STARTS);
    Patience.of(START_LIMIT)
        .until(
            () -> {
              if (!process.alive()) {
                if (startsLeft.getAndDecrement() == 0) {
                  throw new Failure(
                      "Cannot start %s: it has ended; see %s"
                          .formatted(process.name(), process.log()));
                }
                LOG.warn("{} has ended while it started; it is started again", process.name());
                process.restart();
              }
              return ready.call();
            },
            "Cannot start %s: it does not answer after %s; see %s"
                .formatted(process.name(), START_LIMIT, process.log()));
  }

  private int registered() {
    FlinkRest rest = rest();
    return rest.answers() ? rest.get("/overview").path("taskmanagers").asInt() : 0;
  }

  private static String restUrl(int port) {
    return "http://" + Ports.LOOPBACK + ':' + port;
  }
}
