package io.chimera.refinement.local.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads the YAML and JSON files of the product, and holds them against a structure. */
final class Documents {
  static final Path HOME = Path.of("..");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  /** Every document of a YAML file; merge keys of YAML 1.1 are applied, as Compose does. */
  static List<JsonNode> yaml(Path file) throws IOException {
    Load load =
        new Load(
            LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(100)
                .build());
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : load.loadAllFromString(Files.readString(file, UTF_8))) {
      documents.add(JSON.valueToTree(merged(document)));
    }
    return documents;
  }

  private static Object merged(Object node) {
    if (node instanceof List<?> list) {
      return list.stream().map(Documents::merged).toList();
    }
    if (!(node instanceof java.util.Map<?, ?> map)) {
      return node;
    }
    java.util.Map<String, Object> merged = new java.util.LinkedHashMap<>();
    if (merged(map.get("<<")) instanceof java.util.Map<?, ?> base) {
      base.forEach((key, value) -> merged.put(String.valueOf(key), value));
    }
    map.forEach(
        (key, value) -> {
          if (!"<<".equals(key)) {
            merged.put(String.valueOf(key), merged(value));
          }
        });
    return merged;
  }

  static JsonNode json(Path file) throws IOException {
    return JSON.readTree(Files.readString(file, UTF_8));
  }

  /** What is wrong with the document, empty when nothing is. */
  static Set<ValidationMessage> faults(String schema, JsonNode document) throws IOException {
    try (InputStream in = Documents.class.getResourceAsStream("/structure/" + schema)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(in)
          .validate(document);
    }
  }
}
