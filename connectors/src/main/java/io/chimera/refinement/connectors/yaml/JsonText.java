package io.chimera.refinement.connectors.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Writes a composed YAML document as JSON: same order, aliases followed, numbers digit by digit as
 * they were written.
 */
final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");

  private JsonText() {}

  /** The JSON text of a document that was read without faults: it does not contain itself. */
  static String of(Node document) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(document, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string takes everything
    }
    return text.toString();
  }

  private static void write(Node node, JsonGenerator json) throws IOException {
    if (node instanceof MappingNode mapping) {
      json.writeStartObject();
      for (NodeTuple field : mapping.getValue()) {
        json.writeFieldName(
            field.getKeyNode() instanceof ScalarNode key ? key.getValue() : of(field.getKeyNode()));
        write(field.getValueNode(), json);
      }
      json.writeEndObject();
    } else if (node instanceof SequenceNode sequence) {
      json.writeStartArray();
      for (Node item : sequence.getValue()) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (node instanceof ScalarNode scalar) {
      write(scalar, json);
    }
  }

  private static void write(ScalarNode scalar, JsonGenerator json) throws IOException {
    Tag tag = scalar.getTag();
    String value = scalar.getValue();
    if (tag.equals(Tag.NULL)) {
      json.writeNull();
    } else if (tag.equals(Tag.BOOL)) {
      json.writeBoolean(value.equals("true"));
    } else if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && NUMBER.matcher(value).matches()) {
      json.writeNumber(value);
    } else {
      json.writeString(value);
    }
  }
}
