package io.chimera.refinement.local.run;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.console.Console;
import io.chimera.refinement.local.observe.Observation;
import io.chimera.refinement.local.observe.Observer;
import io.chimera.refinement.local.simulator.FleetPlan;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the whole world, from the first port to the summary. */
public final class Run {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);

  private final RunOptions options;
  private final PrintStream out;
  private final StopSignal stop;

  private Run(RunOptions options, PrintStream out, StopSignal stop) {
    this.options = options;
    this.out = out;
    this.stop = stop;
  }

  /**
   * Runs until the duration is over or SIGINT or SIGTERM comes, and writes the summary.
   *
   * @param directory folder for everything that is written
   * @param out where addresses, the live line and the scorecard go
   */
  public static void inDirectory(Path directory, RunOptions options, PrintStream out) {
    try {
      new Run(options, out, StopSignal.ofProcess()).run(directory);
    } catch (RuntimeException e) {
      LOG.error("The run ends early", e);
      throw e;
    }
  }

  private void run(Path directory) {
    RunOptions.Ports ports = World.claim(options.ports());
    Map<String, String> values = DemoSettings.with(options.settings(), ports);
    Settings settings = Settings.from(values);
    TopicNames topics = new TopicNames(settings.topicPrefix());
    try (World world =
        World.start(directory, options, ports, settings, line -> out.println("... " + line))) {
      String kafka = world.bootstrapServers();
      long rowsBefore = rows(world);
      Observation observation = new Observation(topics);
      try (Observer observer =
              Observer.start(observation, TopicReader.fromNow(kafka, observation.sources(), true));
          Console console = Console.start(ports.console(), observation, System::currentTimeMillis);
          ConsumerProgress progress = new ConsumerProgress(kafka)) {
        out.println("... starting the streaming jobs");
        LiveJobs jobs = LiveJobs.start(world, settings, values);
        jobs.awaitSources(progress);
        Addresses addresses =
            new Addresses(kafka, world.flink().url(), world.database().url(), console.url());
        addresses.write(directory);
        addresses.lines().forEach(out::println);
        out.println("ready");
        long readyNanos = System.nanoTime();
        Workload workload =
            Workload.start(
                kafka, topics, FleetPlan.demo(settings.seed()), options, System::currentTimeMillis);
        try (workload) {
          watch(jobs, observation, progress, readyNanos);
        }
        long stoppedAtMillis = System.currentTimeMillis();
        double seconds = (System.nanoTime() - readyNanos) / 1e9;
        out.println("... draining: sources stopped, reading to the end");
        var incidents = workload.incidents();
        jobs.drain(progress, world.database());
        observer.finish();
        Scorecard scorecard = Scorecard.of(incidents, observation.findings(), stoppedAtMillis);
        report(
            new RunSummary(
                seconds,
                observation.snapshot(),
                scorecard,
                rows(world) - rowsBefore,
                workload.gainOrNull()));
      }
    }
  }

  /** Prints the live line until it is time to stop. */
  private void watch(
      LiveJobs jobs, Observation observation, ConsumerProgress progress, long readyNanos) {
    while (true) {
      Duration ran = Duration.ofNanos(System.nanoTime() - readyNanos);
      Duration left = options.duration().map(duration -> duration.minus(ran)).orElse(LINE_EVERY);
      boolean last = left.compareTo(LINE_EVERY) < 0;
      if (stop.await(last ? left : LINE_EVERY) || last) {
        return;
      }
      jobs.check();
      out.println(
          LiveLine.of(observation.snapshot(), jobs.reportsLag(progress), ran.plus(LINE_EVERY)));
    }
  }

  private void report(RunSummary summary) {
    out.println();
    LiveLine.closing(summary).forEach(out::println);
    options.summary().ifPresent(file -> write(file, summary.json()));
  }

  private static void write(Path file, String json) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, json + System.lineSeparator());
    } catch (IOException e) {
      throw new Failure(
          "Cannot write the summary %s: %s; pass --summary with a writable file"
              .formatted(file, Failure.reason(e)),
          e);
    }
  }

  private static long rows(World world) {
    return world.database().counts().values().stream().mapToLong(Long::longValue).sum();
  }
}
