package io.chimera.refinement.local.loop;

import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kafka values that must end as dead letters, with the reason. */
final class PoisonKinds {
  private static final String GOOD =
      "\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":1}";

  private static final Map<String, Reason> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("", Reason.EMPTY);
    KINDS.put("[]", Reason.EMPTY);
    KINDS.put("{\"reportId\":", Reason.MALFORMED_JSON);
    KINDS.put("not json", Reason.MALFORMED_JSON);
    KINDS.put("{" + GOOD + ",\"schemaVersion\":2}", Reason.UNSUPPORTED_SCHEMA_VERSION);
    KINDS.put(
        "{\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":1}}",
        Reason.MISSING_FIELD);
    KINDS.put(
        "{\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":1795248000000}", Reason.MISSING_FIELD);
    KINDS.put("{" + GOOD + ",\"agentId\":\"b\"}", Reason.DUPLICATE_FIELD);
    KINDS.put(
        "{\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":\"1\"}}",
        Reason.WRONG_TYPE);
    KINDS.put(
        "{\"reportId\":7,\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":1}}",
        Reason.WRONG_TYPE);
    KINDS.put(
        "{\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"1m\":1}}",
        Reason.INVALID_NAME);
    KINDS.put(
        "{\"reportId\":\"\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":1}}",
        Reason.INVALID_NAME);
    KINDS.put(
        "{\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":\"yesterday\",\"metrics\":{\"m\":1}}",
        Reason.INVALID_TIMESTAMP);
    KINDS.put(
        "{\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":12,\"metrics\":{\"m\":1}}",
        Reason.INVALID_TIMESTAMP);
    KINDS.put(
        "{\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{\"m\":1e999}}",
        Reason.NON_FINITE_VALUE);
    KINDS.put(
        "{\"reportId\":\"x\",\"agentId\":\"a\",\"timestamp\":1795248000000,\"metrics\":{}}",
        Reason.OUT_OF_RANGE);
    KINDS.put("[".repeat(40) + "]".repeat(40), Reason.TOO_DEEP);
    KINDS.put("\"" + "x".repeat(1_100_000) + "\"", Reason.TOO_LARGE);
  }

  private PoisonKinds() {}

  static List<byte[]> values() {
    return KINDS.keySet().stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  static List<Reason> reasons() {
    return List.copyOf(KINDS.values());
  }
}
