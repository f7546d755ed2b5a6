package io.chimera.refinement.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
  @TempDir static Path folder;

  @Test
  void first() throws Exception {
    long t0 = System.nanoTime();
    ClusterPlan plan =
        ClusterPlan.in(Path.of("/tmp/cluster-it"))
            .withDistribution(new Distribution(Path.of("..")))
            .withJobManagers(2);
    try (Cluster cluster = Cluster.start(plan)) {
      System.out.println("started " + (System.nanoTime() - t0) / 1000000);
      cluster.createTopics("refinement.");
      System.out.println(cluster.leadingJobManager().map(ManagedProcess::name));
      String job =
          cluster.submit(
              plan.distribution().jobJar("refinement-job.jar"),
              java.util.List.of("--set", "kafka.bootstrap.servers=" + cluster.bootstrapServers()));
      System.out.println("submitted " + (System.nanoTime() - t0) / 1000000);
      cluster.jobs().awaitRunning(job, Duration.ofMinutes(1));
      System.out.println("running " + (System.nanoTime() - t0) / 1000000);
      io.chimera.refinement.local.world.Patience.of(Duration.ofSeconds(30))
          .until(() -> cluster.jobs().completedCheckpoints(job) > 3, "no");
      System.out.println("checkpoints " + (System.nanoTime() - t0) / 1000000);
      long k = System.nanoTime();
      cluster.taskManagers().get(0).kill();
      io.chimera.refinement.local.world.Patience.of(Duration.ofSeconds(30))
          .until(() -> !cluster.jobs().state(job).equals("RUNNING"), "no");
      System.out.println("noticed " + (System.nanoTime() - k) / 1000000);
      cluster.jobs().awaitRunning(job, Duration.ofMinutes(1));
      System.out.println("running again " + (System.nanoTime() - k) / 1000000);
      var leader = cluster.leadingJobManager().get();
      k = System.nanoTime();
      leader.kill();
      io.chimera.refinement.local.world.Patience.of(Duration.ofSeconds(60))
          .until(() -> cluster.leadingJobManager().isPresent(), "no");
      System.out.println("leader " + (System.nanoTime() - k) / 1000000);
      cluster.jobs().awaitRunning(job, Duration.ofMinutes(1));
      System.out.println("running again " + (System.nanoTime() - k) / 1000000);
    }
    System.out.println("closed " + (System.nanoTime() - t0) / 1000000);
    assertThat(folder).exists();
  }
}
