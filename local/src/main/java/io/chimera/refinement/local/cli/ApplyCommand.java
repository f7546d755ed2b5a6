package io.chimera.refinement.local.cli;

import io.chimera.refinement.connectors.yaml.ControlDocument;
import io.chimera.refinement.connectors.yaml.ControlDocuments;
import io.chimera.refinement.connectors.yaml.Fault;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code apply}: publishes documents; nothing of a file with a fault. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    description =
        "Publishes documents to a running system, which takes them in at once. A file, a folder, or - for standard input.")
final class ApplyCommand implements Callable<Integer> {
  private static final String UNTIL_THEN =
      "; it may be in a pack of the job, else every setting that is tried counts as breaking it";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "YAML or JSON documents.")
  private Path file;

  @Option(names = "--dry-run", description = "Only tell what would be published.")
  private boolean dryRun;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Override
  public Integer call() throws IOException {
    Packs packs = read(given());
    PrintWriter out = spec.commandLine().getOut();
    for (Fault note : packs.notes()) {
      spec.commandLine().getErr().println("note: " + note + UNTIL_THEN);
    }
    if (!packs.faults().isEmpty()) {
      for (Fault fault : packs.faults()) {
        spec.commandLine().getErr().println("error: " + fault);
      }
      return CommandLine.ExitCode.SOFTWARE;
    }
    Map<String, String> documents = new LinkedHashMap<>();
    for (ControlDocument document : packs.documents()) {
      documents.put(document.key(), document.json());
    }
    if (documents.isEmpty()) {
      throw new Failure("Cannot apply " + file + ": it holds no document; see docs/slo.md");
    }
    if (!dryRun) {
      broker.control().publish(documents);
    }
    documents.keySet().forEach(key -> out.println((dryRun ? "would apply " : "applied ") + key));
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  /** What the control topic says is known, too; what packs of the job say is not. */
  private Packs read(Path path) {
    Packs alone = Packs.readBeside(path, List.of());
    if (alone.notes().isEmpty() || !alone.faults().isEmpty() || dryRun) {
      return alone;
    }
    List<ControlDocument> inForce = new ArrayList<>();
    broker
        .control()
        .read()
        .forEach(
            (key, json) ->
                inForce.addAll(ControlDocuments.read("control topic", json).documents()));
    return Packs.readBeside(path, inForce);
  }

  private Path given() throws IOException {
    if (!file.toString().equals("-")) {
      return file;
    }
    Path copy = Files.createTempFile("refinement-apply", ".yaml");
    copy.toFile().deleteOnExit();
    Files.write(copy, System.in.readAllBytes());
    return copy;
  }
}
