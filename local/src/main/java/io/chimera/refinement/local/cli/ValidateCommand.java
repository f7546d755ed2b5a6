package io.chimera.refinement.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.chimera.refinement.connectors.yaml.Fault;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.jobs.config.InvalidSettings;
import io.chimera.refinement.jobs.config.Settings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code validate}: every fault of a configuration and of packs, without starting anything. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description =
        "Reads a configuration and packs, and shows every fault with file, line, path, rule and value. Exit status 1 when there is any.")
final class ValidateCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Pattern SENTENCE =
      Pattern.compile("(\\S+) (must .*), was (.*?)(?:; (.*))?", Pattern.DOTALL);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private PacksOption packs = new PacksOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Format format;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  /** How the faults are written. */
  enum Format {
    text,
    json
  }

  @Override
  public Integer call() throws Exception {
    List<Fault> faults = new ArrayList<>(settingsFaults());
    packs.path().map(Packs::read).ifPresent(read -> faults.addAll(read.faults()));
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      out.println(JSON.writeValueAsString(json(faults)));
    } else if (faults.isEmpty()) {
      out.println("no faults");
    } else {
      faults.forEach(fault -> out.println(fault.toString()));
    }
    out.flush();
    return faults.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<Fault> settingsFaults() {
    String source = settings.fileOrNull() == null ? "--set" : settings.fileOrNull().toString();
    try {
      Settings.from(settings.values());
      return List.of();
    } catch (InvalidSettings e) {
      return e.faults().stream().map(sentence -> fault(source, sentence)).toList();
    }
  }

  /** Takes the parts out of {@code <key> must <rule>, was <value>; <hint>}. */
  private static Fault fault(String source, String sentence) {
    Matcher matcher = SENTENCE.matcher(sentence);
    return matcher.matches()
        ? new Fault(
            source,
            0,
            matcher.group(1),
            matcher.group(2),
            matcher.group(3),
            Optional.ofNullable(matcher.group(4)).orElse(""))
        : new Fault(source, 0, "", sentence, "", "");
  }

  private static ArrayNode json(List<Fault> faults) {
    ArrayNode list = JSON.createArrayNode();
    for (Fault fault : faults) {
      list.addObject()
          .put("file", fault.file())
          .put("line", fault.line())
          .put("path", fault.path())
          .put("rule", fault.rule())
          .put("value", fault.value())
          .put("hint", fault.hint());
    }
    return list;
  }
}
