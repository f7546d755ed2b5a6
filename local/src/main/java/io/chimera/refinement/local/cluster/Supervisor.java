package io.chimera.refinement.local.cluster;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts again what has died, as systemd or Kubernetes would. Close it before the cluster, or it
 * works against the end.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  // Often enough to be quick, seldom enough that a process that dies at once costs little.
  private static final long PERIOD_MILLIS = 1_000;

  private final Cluster cluster;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "supervisor");
            thread.setDaemon(true);
            return thread;
          });

  private Supervisor(Cluster cluster) {
    this.cluster = cluster;
  }

  public static Supervisor of(Cluster cluster) {
    Supervisor supervisor = new Supervisor(cluster);
    supervisor.rounds.scheduleWithFixedDelay(
        supervisor::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return supervisor;
  }

  private void round() {
    for (ManagedProcess process : cluster.processes()) {
      if (!process.alive()) {
        LOG.warn("{} (pid {}) has ended; it is started again", process.name(), process.pid());
        try {
          process.restart();
        } catch (RuntimeException e) {
          LOG.warn("{} cannot be started again just now: {}", process.name(), e.toString());
        }
      }
    }
  }

  /** Watches no longer; a restart that is under way is finished first. */
  @Override
  public void close() {
    rounds.shutdown();
    try {
      if (!rounds.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("The supervisor is still busy; processes may start late");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
