package io.chimera.refinement.local.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.chimera.refinement.connectors.yaml.ControlDocument;
import io.chimera.refinement.connectors.yaml.Fault;
import io.chimera.refinement.local.control.ControlTopic;
import io.chimera.refinement.state.event.ControlUpdate;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change, and show, what a running system is told to do. */
final class ControlCommands {
  private ControlCommands() {}

  /** {@code get}: what is in force by the control topic. */
  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      versionProvider = Refinement.Version.class,
      sortOptions = false,
      showDefaultValues = true,
      description =
          "Shows the documents on the control topic; those of the packs that a job was started with are not on it.")
  static final class Get implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "KIND", description = "Only documents of this kind.")
    private String kind;

    @Parameters(
        arity = "0..1",
        paramLabel = "NAME",
        description = "Only the document of this name.")
    private String name;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Mixin private BrokerOptions broker = new BrokerOptions();

    /** Names only, or the documents. */
    enum Format {
      text,
      json
    }

    @Override
    public Integer call() {
      Map<String, String> wanted = new TreeMap<>(broker.control().read());
      wanted
          .keySet()
          .removeIf(
              key ->
                  (kind != null && !key.startsWith(kind + '/'))
                      || (name != null && !key.equals(kind + '/' + name)));
      PrintWriter out = spec.commandLine().getOut();
      if (format == Format.json) {
        out.println("[" + String.join(",\n", wanted.values()) + "]");
      } else {
        wanted.keySet().forEach(out::println);
        if (wanted.isEmpty()) {
          spec.commandLine().getErr().println("... no such document is on the control topic");
        }
      }
      out.flush();
      return name != null && wanted.isEmpty()
          ? CommandLine.ExitCode.SOFTWARE
          : CommandLine.ExitCode.OK;
    }
  }

  /** {@code delete}: withdraws a document. */
  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      versionProvider = Refinement.Version.class,
      sortOptions = false,
      description =
          "Withdraws a document from a running system, one of the packs it was started with included.")
  static final class Delete implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "Kind of the document, such as AlertRule.")
    private String kind;

    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name;

    @Mixin private BrokerOptions broker = new BrokerOptions();

    @Override
    public Integer call() {
      if (!ControlDocument.isKind(kind)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "KIND must be one of " + String.join(", ", ControlDocument.kinds()) + ", was " + kind);
      }
      Map<String, String> withdrawn = new TreeMap<>();
      withdrawn.put(kind + '/' + name, null);
      broker.control().publish(withdrawn);
      spec.commandLine().getOut().println("deleted " + kind + '/' + name);
      spec.commandLine().getOut().flush();
      return CommandLine.ExitCode.OK;
    }
  }

  /** {@code ack}: somebody has taken an alert on. */
  @Command(
      name = "ack",
      mixinStandardHelpOptions = true,
      versionProvider = Refinement.Version.class,
      sortOptions = false,
      description = "Acknowledges an alert, so that it does not become overdue.")
  static final class Acknowledge implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "ALERT_ID", description = "Its id, as published.")
    private String alertId;

    @Option(names = "--by", paramLabel = "NAME", description = "Who takes it on.")
    private String by;

    @Mixin private BrokerOptions broker = new BrokerOptions();

    @Override
    public Integer call() {
      return order(
          spec, broker.control(), ControlUpdate.ACKNOWLEDGEMENT, alertId, "by", by, "acknowledged");
    }
  }

  /** {@code freeze}: no more advice for a system or component. */
  @Command(
      name = "freeze",
      mixinStandardHelpOptions = true,
      versionProvider = Refinement.Version.class,
      sortOptions = false,
      description = "Stops all advice for a system or component until unfreeze.")
  static final class Freeze implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "SYSTEM[/COMPONENT]", description = "What is frozen.")
    private String subject;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Mixin private BrokerOptions broker = new BrokerOptions();

    @Override
    public Integer call() {
      return order(
          spec, broker.control(), ControlUpdate.FREEZE, subject, "reason", reason, "frozen");
    }
  }

  /** {@code unfreeze}: advice again. */
  @Command(
      name = "unfreeze",
      mixinStandardHelpOptions = true,
      versionProvider = Refinement.Version.class,
      sortOptions = false,
      description = "Allows advice again.")
  static final class Unfreeze implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "SYSTEM[/COMPONENT]", description = "What was frozen.")
    private String subject;

    @Mixin private BrokerOptions broker = new BrokerOptions();

    @Override
    public Integer call() {
      Map<String, String> withdrawn = new TreeMap<>();
      withdrawn.put(ControlUpdate.FREEZE + '/' + subject, null);
      broker.control().publish(withdrawn);
      spec.commandLine().getOut().println("no longer frozen " + subject);
      spec.commandLine().getOut().flush();
      return CommandLine.ExitCode.OK;
    }
  }

  private static int order(
      CommandLine.Model.CommandSpec spec,
      ControlTopic topic,
      String kind,
      String name,
      String field,
      String value,
      String done) {
    List<Fault> faults = ControlDocument.faultsOfName(kind, name);
    if (!faults.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), faults.get(0).rule() + ", was " + name);
    }
    StringBuilder json =
        new StringBuilder("{\"apiVersion\":\"refinement.io/v1\",\"kind\":\"")
            .append(kind)
            .append("\",\"metadata\":{\"name\":")
            .append(quoted(name))
            .append('}');
    if (value != null) {
      json.append(",\"spec\":{\"").append(field).append("\":").append(quoted(value)).append('}');
    }
    topic.publish(Map.of(kind + '/' + name, json.append('}').toString()));
    spec.commandLine().getOut().println(done + ' ' + name);
    spec.commandLine().getOut().flush();
    return CommandLine.ExitCode.OK;
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
