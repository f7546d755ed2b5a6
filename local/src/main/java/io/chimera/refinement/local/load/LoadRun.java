package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Measure;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.local.control.ControlTopic;
import io.chimera.refinement.local.observe.Latency;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.state.slo.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** One run of a load plan against a Kafka cluster, from the first report to the verdicts. */
public final class LoadRun {
  private static final Duration TICK = Duration.ofMillis(200);
  private static final double PROGRESS_MILLIS = 5_000;
  private static final double SECOND = 1_000;

  /** Own KPIs of the last second come within so long. */
  private static final double LAST_NEWS_MILLIS = 3_000;

  /** Without any row for so long, nobody is going to write one. */
  private static final double NOBODY_MILLIS = 20_000;

  /** Event time that a report may be behind without being late. */
  private static final long DISORDER_MILLIS = 5_000;

  private static final double LEAST_GAUGE_MILLIS = 1_000;

  /** What event time does in a compressed run. */
  public enum EventTime {
    /** The past, unless the system has seen the present already: then everything would be late. */
    auto,
    /** It begins in the past and runs as many times faster as the run is shorter. */
    past,
    /** It is the wall clock's. */
    now
  }

  /**
   * Where to, and how.
   *
   * @param brokers Kafka brokers
   * @param topics names of the topics
   * @param control where conditions are said
   * @param eventTime what event time does
   * @param patience how long verdicts are waited for after the last report
   */
  public record Target(
      Brokers brokers,
      TopicNames topics,
      ControlTopic control,
      EventTime eventTime,
      Duration patience) {}

  private final LoadPlan plan;
  private final Packs packs;
  private final Target target;
  private final Predicate<Duration> stop;
  private final Consumer<String> progress;
  private final LongSupplier wallClock;
  private final Schedule schedule;
  private final List<Criterion> criteria;
  private final LoadObservation observation;
  private final LoadTally tally;

  /**
   * @param packs where objectives, catalogues and gates are
   * @param stop waits so long for somebody to end the run early; whether somebody did
   * @param progress is told what goes on, a line every few seconds
   * @param wallClock epoch milliseconds
   */
  public LoadRun(
      LoadPlan plan,
      Packs packs,
      Target target,
      Predicate<Duration> stop,
      Consumer<String> progress,
      LongSupplier wallClock) {
    this.plan = plan;
    this.packs = packs;
    this.target = target;
    this.stop = stop;
    this.progress = progress;
    this.wallClock = wallClock;
    this.schedule = plan.schedule();
    Map<Measure, Criterion> spelled = new TreeMap<>();
    SystemModel.objectiveCriteria(packs, plan).stream()
        .filter(criterion -> criterion.measure() == Measure.GATE)
        .forEach(criterion -> spelled.put(Measure.GATE, criterion));
    this.criteria =
        plan.profile().criteria().stream()
            .map(criterion -> spelled.getOrDefault(criterion.measure(), criterion))
            .toList();
    this.observation = new LoadObservation(target.topics());
    this.tally = new LoadTally(schedule);
  }

  /** Sends the load and judges it; what it changed is taken back whatever happens. */
  public LoadReport run() {
    double speed = speed();
    SystemModel model = SystemModel.of(packs, plan);
    double gaugeMillis = Math.max(LEAST_GAUGE_MILLIS, model.cadenceMillis() / speed);
    String id = plan.profile().name() + '-' + Long.toString(wallClock.getAsLong(), 36);
    ReportSource source = new ReportSource(plan, schedule, model, id);
    try (LoadWatch watch = new LoadWatch(target.brokers(), target.topics(), observation);
        ConditionsInForce conditions = new ConditionsInForce(target.control(), plan, progress);
        OpenLoop loop =
            new OpenLoop(
                target.brokers(),
                target.topics().kpiReports(),
                schedule,
                source,
                tally,
                gaugeMillis)) {
      loop.connect();
      conditions.during(0);
      EventClock clock = new EventClock(wallClock.getAsLong(), schedule.durationMillis(), speed);
      observation.begin(
          clock.startMillis(),
          clock.firstMillis(),
          Spike.of(schedule, clock.startMillis(), recoveryLimitMillis()));
      watch.start();
      loop.start(clock);
      boolean stopped = send(loop, conditions);
      double sentMillis = loop.millis();
      loop.finish();
      OptionalDouble settled = settle(loop, stopped);
      watch.finish();
      return report(clock, sentMillis, stopped, settled, watch.blindness());
    }
  }

  private double speed() {
    double compress = plan.compress();
    if (compress == 1 || schedule.durationMillis() == 0 || target.eventTime() == EventTime.now) {
      return 1;
    }
    if (target.eventTime() == EventTime.auto) {
      OptionalLong newest = NewestReports.find(target.brokers(), target.topics().kpiReports());
      EventClock past = new EventClock(wallClock.getAsLong(), schedule.durationMillis(), compress);
      if (newest.isPresent() && newest.getAsLong() > past.firstMillis() + DISORDER_MILLIS) {
        progress.accept(
            "... event time is the wall clock's: kpi-reports holds newer reports than the past of"
                + " this load, which would be late");
        return 1;
      }
    }
    return compress;
  }

  /** Lets the loop run; whether it was ended early. */
  private boolean send(OpenLoop loop, ConditionsInForce conditions) {
    double said = 0;
    while (!loop.isDone()) {
      if (stop.test(TICK)) {
        return true;
      }
      double now = loop.millis();
      conditions.during(schedule.phaseAt(now));
      if (now - said >= PROGRESS_MILLIS) {
        said = now;
        progress.accept(line(now));
      }
    }
    return false;
  }

  private String line(double millis) {
    int phase = schedule.phaseAt(millis);
    LoadTally.Counts counts = tally.counts(false);
    Latency accepted = observation.latency().latency();
    return String.format(
        Locale.ROOT,
        "%4.0f s  %-10s %8.1f requests/s  sent %d  acknowledged %d  due to broker p95 %.0f ms "
            + " accepted p95 %s",
        millis / SECOND,
        schedule.phases().get(phase).name(),
        schedule.requestsPerSecond(millis),
        counts.sent(),
        counts.acknowledged(),
        tally.latency().quantile(0.95),
        accepted.count() == 0 ? "?" : String.format(Locale.ROOT, "%.0f ms", accepted.p95()));
  }

  /** Waits for the verdicts, and for recovery; seconds from the beginning to the last verdict. */
  private OptionalDouble settle(OpenLoop loop, boolean stopped) {
    progress.accept("... waiting for the verdicts");
    double start = loop.millis();
    OptionalDouble settled = OptionalDouble.empty();
    while (true) {
      double waited = loop.millis() - start;
      AuditCoverage.Ledger ledger = observation.ledger(tally.offsets());
      if (settled.isEmpty() && ledger.isComplete()) {
        settled = OptionalDouble.of(loop.millis() / SECOND);
      }
      boolean patient =
          settled.isEmpty()
              && waited < target.patience().toMillis()
              && (ledger.heard() || waited < NOBODY_MILLIS);
      boolean recovering =
          !stopped
              && waited < recoveryLimitMillis()
              && observation.latency().count() > 0
              && observation.recoveries().values().stream()
                  .reduce((one, other) -> other)
                  .map(OptionalDouble::isEmpty)
                  .orElse(false);
      double news = Math.min(LAST_NEWS_MILLIS, target.patience().toMillis());
      if ((!patient && !recovering && waited >= news) || pause(stopped)) {
        return settled;
      }
    }
  }

  /** Waits a moment; whether somebody asks for the end now. */
  private boolean pause(boolean asked) {
    if (asked) {
      LockSupport.parkNanos(TICK.toNanos());
      return false;
    }
    return stop.test(TICK);
  }

  /** How long recovery may take; 0 when no criterion says. */
  private long recoveryLimitMillis() {
    return criteria.stream()
        .filter(criterion -> criterion.measure() == Measure.RECOVERY)
        .mapToLong(criterion -> (long) (criterion.limit() * SECOND))
        .findFirst()
        .orElse(0);
  }

  private LoadReport report(
      EventClock clock,
      double sentMillis,
      boolean stopped,
      OptionalDouble settled,
      List<String> blindness) {
    List<LoadTally.PhaseCounts> phases = new ArrayList<>();
    for (int i = 0; i < schedule.phases().size(); i++) {
      phases.add(tally.phase(i));
    }
    Map<String, ObjectiveStates.Seen> objectives = new TreeMap<>();
    for (Objective objective : packs.objectives()) {
      if (criteria.stream().anyMatch(criterion -> criterion.isAbout(objective.name()))) {
        objectives.put(objective.name(), observation.objective(objective.name()));
      }
    }
    LoadFacts facts =
        new LoadFacts(
            plan,
            schedule,
            clock.startMillis(),
            sentMillis / SECOND,
            stopped,
            clock,
            tally.counts(true),
            phases,
            tally.latency(),
            observation.latency(),
            observation.ledger(tally.offsets()),
            settled,
            observation.recoveries(),
            observation.meanUse(),
            observation.peakUse(),
            objectives,
            blindness);
    return new LoadReport(facts, new Judge(facts, criteria).verdicts());
  }
}
