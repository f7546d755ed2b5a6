package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.cluster.Cluster;
import io.chimera.refinement.local.cluster.ClusterPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs scenarios one after the other on real processes and reports each verdict. A cluster is used
 * again by the next scenario that needs the same kind, unless the last run did not pass.
 */
public final class Chaos {
  private static final int TASK_MANAGERS = 2;
  private static final int SLOTS = 4;

  /**
   * What to run.
   *
   * @param scenarios numbers; empty for all
   * @param seeds seeds of each scenario, counted from {@code firstSeed}
   * @param shard this part of the runs, from 1 to {@code shards}
   * @param again whether runs are repeated that the report holds already
   * @param keep whether the folders of runs stay
   */
  public record Order(
      Collection<Integer> scenarios,
      long firstSeed,
      int seeds,
      int shard,
      int shards,
      boolean again,
      boolean keep) {}

  /**
   * How hard and how long; see {@link Pace}.
   *
   * @param flinkJvmOptions options of Flink's processes beyond those that Flink needs
   */
  public record Effort(
      double scale, double ratePerSecond, boolean undisturbed, List<String> flinkJvmOptions) {}

  private record Planned(int scenario, long seed) {}

  private final Order order;
  private final Pace pace;
  private final List<String> flinkJvmOptions;
  private final ChaosReport report;
  private final Path directory;
  private final PrintWriter out;
  private Cluster cluster;
  private Scenario.Needs clusterFor;
  private int clusters;

  public Chaos(Order order, Effort effort, Path reportFile, Path directory, PrintWriter out) {
    this.order = order;
    this.pace = new Pace(effort.scale(), effort.ratePerSecond(), effort.undisturbed());
    this.flinkJvmOptions = List.copyOf(effort.flinkJvmOptions());
    this.report = ChaosReport.open(reportFile);
    this.directory = directory;
    this.out = out;
  }

  /** Number and title of every scenario. */
  public static List<String> list() {
    return Scenarios.all().stream()
        .map(scenario -> "%2d  %s".formatted(scenario.number(), scenario.title()))
        .toList();
  }

  /** Numbers that no scenario has. */
  public static List<Integer> unknown(Collection<Integer> numbers) {
    return numbers.stream().filter(number -> find(number).isEmpty()).toList();
  }

  private static Optional<Scenario> find(int number) {
    return Scenarios.all().stream().filter(each -> each.number() == number).findFirst();
  }

  /** Runs what is ordered; whether every run of the order has passed, now or before. */
  public boolean run() {
    List<Planned> plan = plan();
    try {
      for (Planned planned : plan) {
        if (order.again() || !report.holds(planned.scenario(), planned.seed())) {
          Scenario scenario = find(planned.scenario()).orElseThrow();
          out.printf(
              "... scenario %d, seed %d: %s%n",
              scenario.number(), planned.seed(), scenario.title());
          out.flush();
          ChaosResult result = trial(scenario, planned.seed());
          report.put(result);
          tell(result);
        }
      }
    } finally {
      closeCluster();
    }
    return report.results().stream()
        .filter(result -> plan.contains(new Planned(result.scenario(), result.seed())))
        .allMatch(ChaosResult::passed);
  }

  private List<Planned> plan() {
    List<Planned> all = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      if (order.scenarios().isEmpty() || order.scenarios().contains(scenario.number())) {
        for (int i = 0; i < order.seeds(); i++) {
          all.add(new Planned(scenario.number(), order.firstSeed() + i));
        }
      }
    }
    List<Planned> mine = new ArrayList<>();
    for (int i = order.shard() - 1; i < all.size(); i += order.shards()) {
      mine.add(all.get(i));
    }
    return mine;
  }

  private ChaosResult trial(Scenario scenario, long seed) {
    try {
      Cluster there = cluster(scenario.needs());
      ChaosResult result = new TrialRunner(there, directory, pace).run(scenario, seed);
      // Rows of one run would be found by the next.
      if (!result.passed() || scenario.needs().database()) {
        closeCluster();
      }
      return result;
    } catch (Exception e) {
      closeCluster();
      String reason = e instanceof Failure ? e.getMessage() : e.toString();
      return ChaosResult.broken(scenario, seed, reason);
    }
  }

  private Cluster cluster(Scenario.Needs needs) {
    boolean fits =
        cluster != null
            && clusterFor.jobManagers() == needs.jobManagers()
            && clusterFor.database() == needs.database();
    if (!fits) {
      closeCluster();
      Path folder = directory.resolve("cluster-" + ++clusters);
      ClusterPlan plan =
          ClusterPlan.in(folder)
              .withJobManagers(needs.jobManagers())
              .withTaskManagers(TASK_MANAGERS, SLOTS)
              .withFlinkJvmOptions(flinkJvmOptions);
      cluster = Cluster.start(needs.database() ? plan : plan.withoutDatabase());
      clusterFor = needs;
    }
    return cluster;
  }

  private void closeCluster() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
      if (!order.keep()) {
        delete(directory.resolve("cluster-" + clusters));
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new Failure(
          "Cannot remove %s: %s; remove it by hand".formatted(folder, Failure.reason(e)), e);
    }
  }

  private void tell(ChaosResult result) {
    out.println(TrialRunner.line(result));
    if (!result.passed()) {
      out.println("        " + result.note());
      result
          .examples()
          .forEach(
              (kind, examples) ->
                  examples.forEach(example -> out.println("        " + kind + ": " + example)));
    }
    out.flush();
  }
}
