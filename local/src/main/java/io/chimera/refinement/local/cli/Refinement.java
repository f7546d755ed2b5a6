package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.config.InvalidSettings;
import io.chimera.refinement.local.Failure;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * {@code scripts/refinement}. Exit status 0: done; 1: it ran and the answer is no; 2: wrong usage
 * or configuration, nothing was started.
 */
@Command(
    name = "refinement",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    description =
        "Watches the KPIs of agent fleets on Apache Flink, finds what is wrong and learns which"
            + " action helps.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done, or stopped cleanly by SIGINT or SIGTERM",
      "1:it ran and the answer is no, such as a port in use or a broker that cannot be reached",
      "2:wrong usage or configuration, nothing was started"
    },
    subcommands = {
      RunCommand.class,
      SubmitCommand.class,
      SavepointCommand.class,
      RestoreCommand.class,
      RescaleCommand.class,
      StatusCommand.class,
      TopicsCommand.class,
      ValidateCommand.class,
      ConsoleCommand.class,
      ChaosCommand.class,
      LoadCommand.class,
      PacksCommand.class,
      ReportCommand.class,
      ApplyCommand.class,
      ControlCommands.Get.class,
      ControlCommands.Delete.class,
      ControlCommands.Acknowledge.class,
      ControlCommands.Freeze.class,
      ControlCommands.Unfreeze.class,
      BacktestCommand.class,
      ReplayCommand.class,
      RetrainCommand.class,
      TiersCommand.class,
      SimulateCommand.class,
      BenchCommand.class
    })
public final class Refinement implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs the command and returns its exit status. */
  static int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** All commands; the caller may say where they write. */
  public static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Refinement());
    commands.setExecutionExceptionHandler(Refinement::report);
    commands.setParameterExceptionHandler(Refinement::reject);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    return commands;
  }

  /** Without a command there is nothing to do but to explain. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "a command must be given, see refinement --help");
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof InvalidSettings invalid) {
      invalid.faults().forEach(fault -> command.getErr().println("error: " + fault));
      return CommandLine.ExitCode.USAGE;
    }
    boolean expected = failure instanceof Failure || failure instanceof IllegalStateException;
    String message =
        expected
            ? failure.getMessage()
            : "Cannot go on: " + failure + "; this is a fault of the program";
    message.lines().forEach(line -> command.getErr().println("error: " + line));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int reject(CommandLine.ParameterException fault, String[] arguments) {
    CommandLine command = fault.getCommandLine();
    command.getErr().println("error: " + fault.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(fault, command.getErr());
    command.getErr().println("see " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(Refinement.class.getPackage().getImplementationVersion())
              .orElse("development");
      return new String[] {"refinement " + version};
    }
  }
}
