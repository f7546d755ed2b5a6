package io.chimera.refinement.local.oracle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Values that are no reports, each broken in one way of its own. */
enum Poison {
  EMPTY,
  TOMBSTONE,
  BLANK,
  INVALID_UTF8,
  MARK_AND_GARBAGE,
  TRUNCATED,
  BARE_WORD,
  OVERSIZED,
  TOO_DEEP,
  REPEATED_FIELD,
  NOT_A_NUMBER,
  INFINITE,
  OVERFLOWING,
  NUMBER_AS_TEXT,
  ENDLESS_NUMBER,
  UNKNOWN_VERSION,
  METRICS_AS_ARRAY,
  NO_ID,
  NO_METRICS,
  TEN_THOUSAND_LABELS,
  CONTROL_IN_ID,
  CONTROL_IN_LABEL_NAME,
  AVRO,
  PROTOBUF,
  GZIP_BOMB,
  TIME_AS_WORD,
  TIME_IN_SECONDS,
  EMPTY_BATCH,
  BROKEN_BATCH;

  private static final int OVERSIZE = 1_100_000;
  private static final int BOMB_BYTES = 1 << 20;

  /** The bytes; {@code seq} makes them differ. Null is a tombstone. */
  byte[] value(long seq) {
    String good =
        "\"reportId\":\"poison-" + seq + "\",\"agentId\":\"poison\",\"timestamp\":1795248000000";
    String metrics = ",\"metrics\":{\"latency_ms\":1}";
    return switch (this) {
      case EMPTY -> new byte[0];
      case TOMBSTONE -> null;
      case BLANK -> utf8(" \r\n\t ");
      case INVALID_UTF8 ->
          spliced("{" + good + metrics + ",\"x\":\"", new byte[] {(byte) 0xC3, 0x28}, "\"}");
      case MARK_AND_GARBAGE ->
          spliced("", new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, "garbage " + seq);
      case TRUNCATED -> utf8("{" + good + ",\"metrics\":{\"latency_ms\":");
      case BARE_WORD -> utf8("poison " + seq);
      case OVERSIZED -> utf8("{" + good + metrics + ",\"x\":\"" + "x".repeat(OVERSIZE) + "\"}");
      case TOO_DEEP ->
          utf8("{" + good + metrics + ",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
      case REPEATED_FIELD -> utf8("{" + good + metrics + ",\"agentId\":\"other\"}");
      case NOT_A_NUMBER -> utf8("{" + good + ",\"metrics\":{\"latency_ms\":NaN}}");
      case INFINITE -> utf8("{" + good + ",\"metrics\":{\"latency_ms\":[1,Infinity]}}");
      case OVERFLOWING -> utf8("{" + good + ",\"metrics\":{\"latency_ms\":1e999}}");
      case NUMBER_AS_TEXT -> utf8("{" + good + ",\"metrics\":{\"latency_ms\":\"41.7\"}}");
      case ENDLESS_NUMBER ->
          utf8("{" + good + ",\"metrics\":{\"latency_ms\":1e" + "0".repeat(100) + "1}}");
      case UNKNOWN_VERSION -> utf8("{\"schemaVersion\":7," + good + metrics + "}");
      case METRICS_AS_ARRAY -> utf8("{" + good + ",\"metrics\":[1]}");
      case NO_ID ->
          utf8(
              "{\"agentId\":\"poison\",\"timestamp\":1795248000000"
                  + metrics
                  + ",\"n\":"
                  + seq
                  + "}");
      case NO_METRICS -> utf8("{" + good + "}");
      case TEN_THOUSAND_LABELS ->
          utf8("{" + good + metrics + ",\"labels\":{" + labels(10_000) + "}}");
      case CONTROL_IN_ID ->
          utf8("{" + good.replace("\"poison\"", "\"poi\\u0007son\"") + metrics + "}");
      case CONTROL_IN_LABEL_NAME ->
          utf8("{" + good + metrics + ",\"labels\":{\"a\\u0001b\":\"c\"}}");
      case AVRO -> spliced("", new byte[] {0, 0, 0, 0, 99}, "avro " + seq);
      case PROTOBUF -> spliced("", new byte[] {0x0A, (byte) 0x9C, 0x01, 0x12}, "otlp " + seq);
      case GZIP_BOMB -> gzip();
      case TIME_AS_WORD ->
          utf8("{" + good.replace("1795248000000", "\"yesterday\"") + metrics + "}");
      case TIME_IN_SECONDS -> utf8("{" + good.replace("1795248000000", "1795248") + metrics + "}");
      case EMPTY_BATCH -> utf8("[ ]");
      case BROKEN_BATCH -> utf8("[{" + good + metrics + "},{" + good);
    };
  }

  private static String labels(int count) {
    StringBuilder text = new StringBuilder("\"l0\":\"v\"");
    for (int i = 1; i < count; i++) {
      text.append(",\"l").append(i).append("\":\"v\"");
    }
    return text.toString();
  }

  private static byte[] gzip() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(new byte[BOMB_BYTES]);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot pack in memory; report this", e);
    }
    return packed.toByteArray();
  }

  private static byte[] spliced(String before, byte[] middle, String after) {
    byte[] head = utf8(before);
    byte[] tail = utf8(after);
    byte[] all = Arrays.copyOf(head, head.length + middle.length + tail.length);
    System.arraycopy(middle, 0, all, head.length, middle.length);
    System.arraycopy(tail, 0, all, head.length + middle.length, tail.length);
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
