package io.chimera.refinement.local.cli;

import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.RetrainJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.retrain.RetrainRun;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicReader;
import io.chimera.refinement.state.optimise.retrain.PolicyEstimate;
import io.chimera.refinement.state.optimise.retrain.PooledStart;
import io.chimera.refinement.state.optimise.retrain.Retraining;
import io.chimera.refinement.state.optimise.retrain.RetrainingReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retrain}: full retraining and search of settings over history. */
@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Learns anew from all recommendations and their outcomes, tries many settings, and publishes a versioned model for each"
          + " catalogue whose estimated value, at the lower bound, is above what the policy in force has earned.",
      "A running system takes the model in at once. An older one is called back with a document of kind Model and apply.",
      "Exit status 1: no model was good enough, or it could not be done."
    })
final class RetrainCommand implements Callable<Integer> {
  private static final int MOST_TRIALS = 10_000;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "DIR|FILE",
      description =
          "Recommendations and outcomes as JSON lines, in place of their topics; .gz too.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for models, in place of their topic: nothing is adopted then.")
  private Path output;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "128",
      description = "Settings to try for each catalogue.")
  private int trials;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the settings; the same history and seed give the same model.")
  private long seed;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Parallelism of the job.")
  private int parallelism;

  @Option(names = "--dry-run", description = "Only tell what would be published.")
  private boolean dryRun;

  @Option(
      names = "--no-adopt",
      description = "Publish models without telling the running system to decide by them.")
  private boolean noAdopt;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Override
  public Integer call() {
    check();
    Settings settings = broker.settings();
    checkTopics(settings);
    PrintWriter err = spec.commandLine().getErr();
    RetrainRun.Outcome outcome =
        new RetrainRun(
                settings,
                new RetrainJob.Request(
                    new Retraining.Params(trials, seed),
                    Optional.ofNullable(input).map(path -> path.toAbsolutePath().toString()),
                    Optional.ofNullable(output).map(path -> path.toAbsolutePath().toString()),
                    !dryRun,
                    !noAdopt),
                parallelism,
                line -> {
                  err.println("... " + line);
                  err.flush();
                })
            .run();
    return tell(outcome);
  }

  private int tell(RetrainRun.Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    err.println("... " + outcome.lessons() + " decisions with a reward");
    outcome
        .refused()
        .forEach((reason, count) -> err.println("... not used, " + reason + ": " + count));
    for (RetrainingReport report : outcome.reports()) {
      if (report.isPublished()) {
        out.println(line(report));
      } else {
        err.println("error: No model for " + report.target() + ": " + report.why());
      }
      tell(report, err);
      if (!report.settings().isEmpty()) {
        err.println("... best settings for " + report.target() + ": " + report.settings());
      }
    }
    if (outcome.reports().isEmpty()) {
      err.println("error: No model: the history holds no decision with a reward");
    }
    out.flush();
    err.flush();
    return outcome.reports().stream().anyMatch(RetrainingReport::isPublished)
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  /** What each part of the model is worth, or why it is missing. */
  private static void tell(RetrainingReport report, PrintWriter err) {
    if (report.isPublished() && !report.learners().isPublished()) {
      err.println("... components of the history keep what they have learned: " + report.why());
    }
    RetrainingReport.Part pooled = report.pooled();
    err.println(
        "... a new component of "
            + report.target()
            + " starts from "
            + (pooled.isPublished()
                ? String.format(
                    Locale.ROOT,
                    "what others have taught: value=%.4f lower=%.4f live=%.4f over the first %d decisions",
                    pooled.estimate().value(),
                    pooled.estimate().lower(),
                    pooled.estimate().live(),
                    PooledStart.OWN_LESSONS)
                : "nothing: " + pooled.why()));
  }

  private static String line(RetrainingReport report) {
    PolicyEstimate estimate = report.estimate();
    return String.format(
        Locale.ROOT,
        "model=%s version=%s value=%.4f lower=%.4f upper=%.4f live=%.4f pooled=%b decisions=%d components=%d trials=%d",
        report.target(),
        report.version(),
        estimate.value(),
        estimate.lower(),
        estimate.upper(),
        estimate.live(),
        report.pooled().isPublished(),
        report.lessons(),
        report.subjects(),
        report.trials());
  }

  /** Says at once, and in one sentence, what a job would say after many attempts. */
  private void checkTopics(Settings settings) {
    List<Topic> needed = new ArrayList<>();
    if (input == null) {
      needed.addAll(List.of(Topic.RECOMMENDATIONS, Topic.OUTCOMES));
    }
    if (output == null && !dryRun) {
      needed.addAll(List.of(Topic.MODELS, Topic.CONTROL));
    }
    if (!needed.isEmpty()) {
      TopicReader.fromNow(
              Brokers.of(settings.kafka()),
              needed.stream().map(topic -> settings.topicPrefix() + topic.suffix()).toList(),
              true)
          .close();
    }
  }

  /** Names every wrong option at once. */
  private void check() {
    List<String> faults =
        Stream.of(
                fault(
                    input == null || Files.exists(input),
                    "--input must be a file or folder that exists, was " + input),
                fault(
                    output == null || !Files.exists(output) || Files.isDirectory(output),
                    "--output must be a folder, was the file " + output),
                fault(
                    trials >= 1 && trials <= MOST_TRIALS,
                    "--trials must be from 1 to " + MOST_TRIALS + ", was " + trials),
                fault(
                    parallelism >= 1 && parallelism <= 64,
                    "--parallelism must be from 1 to 64, was " + parallelism))
            .flatMap(Optional::stream)
            .toList();
    if (!faults.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), String.join(System.lineSeparator() + "error: ", faults));
    }
  }

  private static Optional<String> fault(boolean fine, String sentence) {
    return fine ? Optional.empty() : Optional.of(sentence);
  }
}
