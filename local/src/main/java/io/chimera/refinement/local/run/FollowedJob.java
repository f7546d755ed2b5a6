package io.chimera.refinement.local.run;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.FlinkJobs;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job of the run. An operator may stop it with a savepoint and start it again, which gives it
 * another id: it is the same job as long as its name is. Not thread-safe.
 */
final class FollowedJob {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedJob.class);
  private static final Duration AWAY_LIMIT = Duration.ofMinutes(5);

  private final FlinkJobs flink;
  private final String name;
  private String id;
  private long awaySinceNanos;
  private boolean away;

  FollowedJob(FlinkJobs flink, String name, String id) {
    this.flink = flink;
    this.name = name;
    this.id = id;
  }

  /** Its id by now. */
  String id() {
    return id;
  }

  /**
   * Fails, with the cause, when the job has failed, and when it was stopped and nobody has started
   * it again for {@code AWAY_LIMIT}.
   */
  void check() {
    if (!follow() && System.nanoTime() - awaySinceNanos > AWAY_LIMIT.toNanos()) {
      throw stopped();
    }
  }

  /**
   * Makes sure that it has not ended.
   *
   * @throws Failure when it has
   */
  void demand() {
    if (!follow()) {
      throw stopped();
    }
  }

  /** Whether it has not ended; otherwise looks for who goes on under its name. */
  private boolean follow() {
    String state = flink.state(id);
    if (!FlinkJobs.hasEnded(state)) {
      away = false;
      return true;
    }
    if (state.equals("FAILED")) {
      flink.check(id);
    }
    Optional<FlinkJobs.Job> next =
        flink.list().stream().filter(job -> !job.hasEnded() && job.name().equals(name)).findFirst();
    if (next.isPresent()) {
      LOG.info("{} goes on as {}", name, next.get().id());
      id = next.get().id();
      away = false;
      return true;
    }
    if (!away) {
      away = true;
      awaySinceNanos = System.nanoTime();
    }
    return false;
  }

  private Failure stopped() {
    return new Failure(
        "Cannot go on without job %s: somebody stopped it and it does not run; start it again with restore, or end the run first"
            .formatted(name));
  }
}
