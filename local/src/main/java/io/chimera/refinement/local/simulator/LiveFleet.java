package io.chimera.refinement.local.simulator;

import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet at work: sends its reports as time passes, reads recommendations and answers them. One
 * thread does everything, so that the fleet needs no locks.
 */
public final class LiveFleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFleet.class);
  private static final long TICK_MILLIS = 50;

  private final Fleet fleet;
  private final Responder responder;
  private final ReportSender reports;
  private final ReportSender outcomes;
  private final TopicReader recommendations;
  private final LongSupplier clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "simulator");
            thread.setDaemon(true);
            return thread;
          });
  private final PriorityQueue<Responder.Reply> replies =
      new PriorityQueue<>(Comparator.comparingLong(Responder.Reply::sendAtMillis));

  private LiveFleet(
      FleetPlan plan,
      ReportSender reports,
      ReportSender outcomes,
      TopicReader recommendations,
      LongSupplier clock) {
    this.fleet = new Fleet(plan, clock.getAsLong());
    this.responder = new Responder(fleet, plan);
    this.reports = reports;
    this.outcomes = outcomes;
    this.recommendations = recommendations;
    this.clock = clock;
  }

  /**
   * Begins to report and to listen. The senders stay the caller's to close, the reader becomes the
   * fleet's.
   *
   * @param recommendations reader of committed recommendations, from now on
   */
  public static LiveFleet start(
      FleetPlan plan,
      ReportSender reports,
      ReportSender outcomes,
      TopicReader recommendations,
      LongSupplier clock) {
    LiveFleet live = new LiveFleet(plan, reports, outcomes, recommendations, clock);
    var unused = live.timer.scheduleAtFixedRate(live::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return live;
  }

  /** Stops reporting and listening; waits until the fleet is still. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("The simulator did not stop within 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    recommendations.close();
  }

  /** The incidents injected up to {@code nowMillis}. */
  public List<Incident> incidentsUntil(long nowMillis) {
    return fleet.incidentsUntil(nowMillis);
  }

  /** What the decisions were worth; to be read after {@link #close()}. */
  public GainTally gain() {
    return responder.tally();
  }

  private void tick() {
    try {
      long now = clock.getAsLong();
      for (SimulatedReport report : fleet.tick(now)) {
        reports.send(report.agentId().getBytes(StandardCharsets.UTF_8), report.json());
      }
      recommendations.poll(
          record ->
              Advice.of(record.value())
                  .flatMap(advice -> responder.react(advice, now))
                  .ifPresent(replies::add));
      while (!replies.isEmpty() && replies.peek().sendAtMillis() <= now) {
        Responder.Reply reply = replies.poll();
        outcomes.send(reply.recommendationId().getBytes(StandardCharsets.UTF_8), reply.json());
      }
    } catch (RuntimeException e) {
      LOG.warn("The simulator missed a tick: {}", e.toString());
    }
  }
}
