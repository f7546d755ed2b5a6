package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelChunkTest {
  private static final Origin ORIGIN = new Origin("refinement.models", 0, 1, 0, 2);
  private final ModelChunkParser parser = new ModelChunkParser();

  private static ModelChunk chunk(int bytes, long seed) {
    byte[] payload = new byte[bytes];
    new Random(seed).nextBytes(payload);
    return new ModelChunk(
        "context-cache",
        "1795248010000-0123456789ab",
        1,
        3,
        "ab".repeat(32),
        1_795_248_010_000L,
        250,
        0.61,
        0.58,
        0.64,
        0.52,
        List.of("hold", "scale_out"),
        payload,
        ORIGIN);
  }

  private InboundModel parse(String key, byte[] value) {
    return parser.parse(key, value, ORIGIN, Map::of);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 640_000})
  void whatIsWrittenKeepsItsSchemaItsLimitAndIsReadBack(int bytes) throws Exception {
    ModelChunk chunk = chunk(bytes, bytes);
    byte[] value = JsonWriter.models().write(chunk);
    PublishedSchema schema = new PublishedSchema("model");
    assertThat(schema.faults(value)).isEmpty();
    assertThat(PublishedSchema.names(PublishedSchema.JSON.readTree(value)))
        .isEqualTo(schema.fields());
    assertThat(value.length).as("REF contract, section 2").isLessThan(900_000);
    assertThat(parse(chunk.key(), value).chunk()).usingRecursiveComparison().isEqualTo(chunk);
  }

  @Test
  void aTombstoneDeletesThePartThatItsKeyNames() {
    assertThat(parse("m/v/2", null).chunk())
        .satisfies(
            chunk -> {
              assertThat(chunk.isDeleted()).isTrue();
              assertThat(chunk.key()).isEqualTo("m/v/2");
            });
    assertThat(parse("m", null).rejected().reason()).isEqualTo(Reason.INVALID_CONTROL);
  }

  @ParameterizedTest
  @CsvSource({
    "chunk, 3, OUT_OF_RANGE",
    "chunks, 0, OUT_OF_RANGE",
    "schemaVersion, 2, UNSUPPORTED_SCHEMA_VERSION",
    "model, 7, WRONG_TYPE",
    "trainedUntil, 1.5, WRONG_TYPE",
    "actions, {}, WRONG_TYPE",
    "format, '\"other/1\"', INVALID_CONTROL",
    "version, '\"1-000000000000\"', INVALID_CONTROL",
    "payload, '\"***\"', WRONG_TYPE",
    "payload, , MISSING_FIELD"
  })
  void whatIsNoPartIsADeadLetterWithItsReason(String field, String json, Reason reason)
      throws Exception {
    ObjectNode value =
        (ObjectNode) PublishedSchema.JSON.readTree(JsonWriter.models().write(chunk(10, 1)));
    if (json == null) {
      value.remove(field);
    } else {
      value.set(field, PublishedSchema.JSON.readTree(json));
    }
    byte[] bytes = PublishedSchema.JSON.writeValueAsBytes(value);
    assertThat(parse(chunk(10, 1).key(), bytes).rejected().reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "{", "{\"model\":\"a\",\"model\":\"a\"}"})
  void whatIsNoObjectIsADeadLetter(String value) {
    assertThat(parse("k", value.getBytes(StandardCharsets.UTF_8)).isChunk()).isFalse();
  }
}
