package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Splits a text into documents and reads their envelopes. */
public final class Documents {
  static final String API_VERSION = "refinement.io/v1";

  /** Kinds that this release evaluates. */
  static final List<String> KINDS = List.of(ControlUpdate.ALERT_RULE, ControlUpdate.ACTION_CATALOGUE, ControlUpdate.FREEZE);

  private static final int MAX_CODE_POINTS = 4 * 1024 * 1024;

  private Documents() {}

  /** The documents of {@code text}; faults are added to {@code faults}. */
  public static List<Document> read(String text, String file, List<Fault> faults) {
    List<Document> documents = new ArrayList<>();
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setMaxAliasesForCollections(20).setCodePointLimit(MAX_CODE_POINTS).build();
    try {
      for (Node node : new Compose(settings).composeAllFromString(text)) {
        envelope(node, file, faults, documents);
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      faults.add(new Fault(file, line, "", "must be YAML", e.getProblem() == null ? e.getContext() : e.getProblem(), ""));
    } catch (YamlEngineException e) {
      faults.add(new Fault(file, 0, "", "must be YAML", String.valueOf(e.getMessage()), ""));
    }
    return documents;
  }

  private static void envelope(Node node, String file, List<Fault> faults, List<Document> documents) {
    int before = faults.size();
    String kind;
    String name;
    try (Fields fields = new Fields(file, "", node, faults)) {
      fields.oneOf("apiVersion", List.of(API_VERSION), API_VERSION);
      if (!fields.has("apiVersion")) {
        fields.fault("apiVersion", "must be " + API_VERSION, "missing");
      }
      kind = fields.text("kind");
      if (!kind.isEmpty() && !KINDS.contains(kind)) {
        fields.fault("kind", "must be one of " + String.join(", ", KINDS), kind);
      }
      try (Fields metadata = fields.mapping("metadata")) {
        name = metadata.text("name");
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9][A-Za-z0-9_./-]{0,127}")) {
          metadata.fault("name", "must be 1 to 128 letters, digits or _ . / -", name);
        }
        metadata.ignore("labels");
        metadata.ignore("annotations");
      }
      fields.ignore("spec");
    }
    if (faults.size() == before && node instanceof MappingNode mapping) {
      documents.add(new Document(kind, name, file, Fields.lineOf(node), mapping));
    }
  }
}
