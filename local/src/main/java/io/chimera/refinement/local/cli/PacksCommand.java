package io.chimera.refinement.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.local.report.PackTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code packs}: what is loaded from packs, as tables. */
@Command(
    name = "packs",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = "Lists what the packs hold, as it is loaded.")
final class PacksCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private PacksOption packs = new PacksOption();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "objectives",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private PackTable.Kind kind;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Format format;

  /** How the table is written. */
  enum Format {
    text,
    json,
    tsv
  }

  @Override
  public Integer call() throws Exception {
    Path folder =
        packs
            .path()
            .orElseThrow(
                () ->
                    new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--packs must be given where there is no folder packs"));
    Packs read = Packs.read(folder);
    read.faults().forEach(fault -> spec.commandLine().getErr().println("error: " + fault));
    PackTable table = PackTable.of(read, kind);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case tsv -> {
        out.println(String.join("\t", table.columns()));
        table.rows().forEach(row -> out.println(String.join("\t", row)));
      }
      case json -> out.println(JSON.writeValueAsString(json(table)));
      case text -> out.print(text(table));
    }
    out.flush();
    return read.faults().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static ArrayNode json(PackTable table) {
    ArrayNode list = JSON.createArrayNode();
    for (List<String> row : table.rows()) {
      ObjectNode node = list.addObject();
      for (int i = 0; i < row.size(); i++) {
        node.put(table.columns().get(i), row.get(i));
      }
    }
    return list;
  }

  private static String text(PackTable table) {
    int[] widths = new int[table.columns().size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              table.columns().get(i).length(),
              table.rows().stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    StringBuilder text = new StringBuilder();
    line(text, table.columns(), widths);
    table.rows().forEach(row -> line(text, row, widths));
    return text.append(table.rows().size())
        .append(" row(s)")
        .append(System.lineSeparator())
        .toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(("%-" + Math.max(1, widths[i]) + "s  ").formatted(cells.get(i)));
    }
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }
}
