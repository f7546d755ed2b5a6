package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.backtest.Backtest;
import io.chimera.refinement.state.detect.AnomalyWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backtest}: the detectors of the job over CSV files. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    description = {
      "Runs the detectors of the job over CSV files with the columns timestamp,value.",
      "Each file gives one of the same name with timestamp,value,anomaly_score,is_anomaly,trend."
    })
final class BacktestCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "DIR|FILE",
      description = "A CSV or CSV.gz file, or a folder of them at any depth.")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results; made when it is missing.")
  private Path output;

  @Option(
      names = "--plot",
      description = "Also draw each series with band, score and findings, as SVG.")
  private boolean plot;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.exists(input)) {
      throw fault("--input must be a file or folder that exists, was " + input);
    }
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw fault("--output must be a folder, was the file " + output);
    }
    Path from = Files.isDirectory(input) ? input : input.toAbsolutePath().getParent();
    if (Files.exists(output) && Files.isSameFile(from, output)) {
      throw fault("--output must be another folder than that of --input, was " + output);
    }
    CommandLine commands = spec.commandLine();
    Backtest backtest =
        new Backtest(AnomalyWatch.Params.defaults(), plot, commands.getOut(), commands.getErr());
    return backtest.run(input, output) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private CommandLine.ParameterException fault(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
