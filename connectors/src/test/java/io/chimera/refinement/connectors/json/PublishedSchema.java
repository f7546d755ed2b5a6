package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** One of the schemas that are published beside the product. */
final class PublishedSchema {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("..", "schemas");

  private final JsonNode text;
  private final JsonSchema schema;

  PublishedSchema(String name) {
    try {
      text = JSON.readTree(Files.readAllBytes(FOLDER.resolve(name + ".schema.json")));
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode text() {
    return text;
  }

  /** What the schema finds wrong. */
  Set<ValidationMessage> faults(byte[] value) {
    try {
      return schema.validate(JSON.readTree(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<ValidationMessage> faultsOfText(String value) {
    return schema.validate(JSON.getNodeFactory().textNode(value));
  }

  /** The fields that the schema describes. */
  Set<String> fields() {
    return names(text.get("properties"));
  }

  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
