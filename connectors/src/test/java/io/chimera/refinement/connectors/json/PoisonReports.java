package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements that must not pass, each with the reason that the contract gives it. None of them breaks
 * the batch around it.
 */
final class PoisonReports {
  static final String GOOD =
      "{\"reportId\":\"r-1\",\"system\":\"mplp\",\"component\":\"context_module\",\"agentId\":\"agent-7\","
          + "\"timestamp\":1795248000000,\"sequence\":17,\"metrics\":{\"latency_ms\":41.7},\"labels\":{\"op\":\"create\"}}";

  private PoisonReports() {}

  /** One element and the reason it must get. */
  record Poison(String what, Reason reason, byte[] element) {
    @Override
    public String toString() {
      return reason + ": " + what;
    }
  }

  static List<Poison> all() {
    List<Poison> all = new ArrayList<>();
    malformed(all);
    structure(all);
    fields(all);
    names(all);
    times(all);
    numbers(all);
    histograms(all);
    labels(all);
    return all;
  }

  private static void malformed(List<Poison> all) {
    add(all, "a bare word", Reason.MALFORMED_JSON, "garbage");
    add(all, "no value after a colon", Reason.MALFORMED_JSON, "{\"reportId\":}");
    add(all, "single quotes", Reason.MALFORMED_JSON, "{'reportId':'a'}");
    add(
        all,
        "a comment",
        Reason.MALFORMED_JSON,
        GOOD.replace("{\"reportId\"", "{/* c */\"reportId\""));
    add(
        all,
        "a trailing comma",
        Reason.MALFORMED_JSON,
        GOOD.substring(0, GOOD.length() - 1) + ",}");
    add(all, "two values", Reason.MALFORMED_JSON, GOOD + GOOD);
    add(all, "an unknown escape", Reason.MALFORMED_JSON, GOOD.replace("agent-7", "agent\\x"));
    add(
        all,
        "a raw control character in a string",
        Reason.MALFORMED_JSON,
        GOOD.replace("agent-7", "agent\t7"));
    add(all, "a leading zero", Reason.MALFORMED_JSON, GOOD.replace("41.7", "041.7"));
    add(all, "a leading plus", Reason.MALFORMED_JSON, GOOD.replace("41.7", "+41.7"));
    add(all, "a number that ends in a point", Reason.MALFORMED_JSON, GOOD.replace("41.7", "41."));
    add(all, "a literal in capitals", Reason.MALFORMED_JSON, GOOD.replace("41.7", "TRUE"));
    add(all, "a missing comma", Reason.MALFORMED_JSON, GOOD.replace(",\"labels\"", "\"labels\""));
    add(all, "malformed after another fault", Reason.MALFORMED_JSON, "{\"agentId\":7,\"x\":tru}");
    byte[] latin1 = GOOD.replace("agent-7", "agent-\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    all.add(new Poison("Latin-1", Reason.NOT_UTF8, latin1));
    byte[] surrogate = GOOD.replace("agent-7", "agent???").getBytes(StandardCharsets.ISO_8859_1);
    int at = GOOD.indexOf("agent-7") + 5;
    surrogate[at] = (byte) 0xED;
    surrogate[at + 1] = (byte) 0xA0;
    surrogate[at + 2] = (byte) 0x80;
    all.add(new Poison("a surrogate in UTF-8", Reason.NOT_UTF8, surrogate));
  }

  private static void structure(List<Poison> all) {
    add(all, "an array", Reason.WRONG_TYPE, "[1,2]");
    add(all, "a number", Reason.WRONG_TYPE, "42");
    add(all, "a string", Reason.WRONG_TYPE, "\"report\"");
    add(all, "null", Reason.WRONG_TYPE, "null");
    add(all, "true", Reason.WRONG_TYPE, "true");
    add(all, "33 levels", Reason.TOO_DEEP, with("\"x\":" + "[".repeat(32) + "]".repeat(32)));
    add(
        all,
        "a thousand levels",
        Reason.TOO_DEEP,
        with("\"x\":" + "{\"y\":".repeat(1000) + "1" + "}".repeat(1000)));
    add(
        all,
        "deep after another fault",
        Reason.TOO_DEEP,
        "{\"agentId\":7,\"x\":" + "[".repeat(40) + "]".repeat(40) + "}");
    add(
        all,
        "a string beyond 64 KiB",
        Reason.OUT_OF_RANGE,
        with("\"x\":\"" + "a".repeat(65_537) + '"'));
    add(all, "a number beyond 64 characters", Reason.OUT_OF_RANGE, with("\"x\":" + "1".repeat(65)));
    add(
        all,
        "a fraction beyond 64 characters",
        Reason.OUT_OF_RANGE,
        GOOD.replace("41.7", "0." + "1".repeat(63)));
  }

  private static void fields(List<Poison> all) {
    add(all, "nothing", Reason.MISSING_FIELD, "{}");
    add(all, "no reportId", Reason.MISSING_FIELD, GOOD.replace("\"reportId\":\"r-1\",", ""));
    add(all, "no agentId", Reason.MISSING_FIELD, GOOD.replace("\"agentId\":\"agent-7\",", ""));
    add(
        all,
        "no timestamp",
        Reason.MISSING_FIELD,
        GOOD.replace("\"timestamp\":1795248000000,", ""));
    add(
        all,
        "no metrics",
        Reason.MISSING_FIELD,
        GOOD.replace("\"metrics\":{\"latency_ms\":41.7},", ""));
    add(all, "schema 2", Reason.UNSUPPORTED_SCHEMA_VERSION, with("\"schemaVersion\":2"));
    add(all, "schema as text", Reason.UNSUPPORTED_SCHEMA_VERSION, with("\"schemaVersion\":\"1\""));
    add(
        all,
        "schema 2 after another fault",
        Reason.UNSUPPORTED_SCHEMA_VERSION,
        "{\"agentId\":7,\"schemaVersion\":2}");
    add(all, "schema null", Reason.WRONG_TYPE, with("\"schemaVersion\":null"));
    add(all, "reportId twice", Reason.DUPLICATE_FIELD, with("\"reportId\":\"r-1\""));
    add(all, "labels twice", Reason.DUPLICATE_FIELD, with("\"labels\":{}"));
    add(
        all,
        "reportId twice, once escaped",
        Reason.DUPLICATE_FIELD,
        with("\"report\\u0049d\":\"r-1\""));
    add(all, "a metric twice", Reason.DUPLICATE_FIELD, metrics("\"a\":1,\"a\":1"));
    add(
        all,
        "a label twice",
        Reason.DUPLICATE_FIELD,
        GOOD.replace("\"op\":\"create\"", "\"op\":\"a\",\"op\":\"a\""));
    add(all, "reportId is a number", Reason.WRONG_TYPE, GOOD.replace("\"r-1\"", "1"));
    add(all, "agentId is null", Reason.WRONG_TYPE, GOOD.replace("\"agent-7\"", "null"));
    add(
        all,
        "system is an object",
        Reason.WRONG_TYPE,
        GOOD.replace("\"mplp\"", "{\"timestamp\":1}"));
    add(
        all,
        "sequence is text",
        Reason.WRONG_TYPE,
        GOOD.replace("\"sequence\":17", "\"sequence\":\"17\""));
    add(
        all,
        "sequence is a fraction",
        Reason.WRONG_TYPE,
        GOOD.replace("\"sequence\":17", "\"sequence\":17.5"));
    add(
        all,
        "sequence is null",
        Reason.WRONG_TYPE,
        GOOD.replace("\"sequence\":17", "\"sequence\":null"));
    add(
        all,
        "sequence beyond 64 bits",
        Reason.OUT_OF_RANGE,
        GOOD.replace("\"sequence\":17", "\"sequence\":9223372036854775808"));
    add(
        all,
        "metrics is an array",
        Reason.WRONG_TYPE,
        GOOD.replace("{\"latency_ms\":41.7}", "[1]"));
    add(all, "metrics is null", Reason.WRONG_TYPE, GOOD.replace("{\"latency_ms\":41.7}", "null"));
  }

  private static void names(List<Poison> all) {
    add(all, "an empty reportId", Reason.INVALID_NAME, GOOD.replace("r-1", ""));
    add(
        all,
        "a reportId of 129 characters",
        Reason.INVALID_NAME,
        GOOD.replace("r-1", "r".repeat(129)));
    add(
        all,
        "a control character in an id",
        Reason.INVALID_NAME,
        GOOD.replace("agent-7", "agent\\n7"));
    add(
        all,
        "half a surrogate pair in an id",
        Reason.INVALID_NAME,
        GOOD.replace("agent-7", "agent\\ud800"));
    add(all, "a system with a space", Reason.INVALID_NAME, GOOD.replace("mplp", "m plp"));
    add(
        all,
        "a component that begins with a digit",
        Reason.INVALID_NAME,
        GOOD.replace("context_module", "1module"));
    add(all, "a metric with a brace", Reason.INVALID_NAME, metrics("\"a{b}\":1"));
    add(all, "a metric without a name", Reason.INVALID_NAME, metrics("\"\":1"));
    add(
        all,
        "a metric of 129 characters",
        Reason.INVALID_NAME,
        metrics('"' + "m".repeat(129) + "\":1"));
    add(all, "a label with a space", Reason.INVALID_NAME, GOOD.replace("\"op\"", "\"o p\""));
  }

  private static void times(List<Poison> all) {
    for (String time :
        List.of(
            "0",
            "-1",
            "946684799999",
            "1795248000",
            "1795248000000.5",
            "1795248000000.0",
            "1.795248e12",
            "92233720368547758080")) {
      add(all, "timestamp " + time, Reason.INVALID_TIMESTAMP, GOOD.replace("1795248000000", time));
    }
    for (String time :
        List.of(
            "yesterday",
            "1795248000000",
            "2026-11-21T10:00:00",
            "2026-11-21",
            "2026-13-01T00:00:00Z",
            "1999-12-31T23:59:59Z",
            "",
            "+999999999-12-31T00:00:00Z")) {
      add(
          all,
          "timestamp text " + time,
          Reason.INVALID_TIMESTAMP,
          GOOD.replace("1795248000000", '"' + time + '"'));
    }
    add(all, "timestamp true", Reason.WRONG_TYPE, GOOD.replace("1795248000000", "true"));
    add(all, "timestamp null", Reason.WRONG_TYPE, GOOD.replace("1795248000000", "null"));
  }

  private static void numbers(List<Poison> all) {
    for (String literal :
        List.of("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "[1,NaN]", "[1e400]")) {
      add(all, "metric " + literal, Reason.NON_FINITE_VALUE, GOOD.replace("41.7", literal));
    }
    for (String literal :
        List.of("\"41.7\"", "\"NaN\"", "null", "true", "[1,null]", "[[1]]", "[\"1\"]")) {
      add(all, "metric " + literal, Reason.WRONG_TYPE, GOOD.replace("41.7", literal));
    }
    add(all, "no metric", Reason.OUT_OF_RANGE, metrics(""));
    add(all, "no observation", Reason.OUT_OF_RANGE, GOOD.replace("41.7", "[]"));
    add(
        all,
        "1,001 observations",
        Reason.OUT_OF_RANGE,
        GOOD.replace("41.7", "[1" + ",1".repeat(1000) + "]"));
    StringBuilder many = new StringBuilder("\"m0\":0");
    for (int i = 1; i <= 256; i++) {
      many.append(",\"m").append(i).append("\":").append(i);
    }
    add(all, "257 metrics", Reason.OUT_OF_RANGE, metrics(many.toString()));
  }

  private static void histograms(List<Poison> all) {
    String good = "{\"count\":3,\"sum\":6,\"min\":1,\"max\":3,\"buckets\":[[1,1],[5,2]]}";
    histogram(all, "no sum", Reason.MISSING_FIELD, good.replace("\"sum\":6,", ""));
    histogram(all, "an empty object", Reason.MISSING_FIELD, "{}");
    histogram(
        all,
        "count twice",
        Reason.DUPLICATE_FIELD,
        good.replace("\"sum\":6", "\"sum\":6,\"count\":3"));
    histogram(
        all, "count is text", Reason.WRONG_TYPE, good.replace("\"count\":3", "\"count\":\"3\""));
    histogram(all, "a fractional count", Reason.WRONG_TYPE, good.replace("[5,2]", "[5,2.5]"));
    histogram(all, "buckets is a number", Reason.WRONG_TYPE, good.replace("[[1,1],[5,2]]", "3"));
    histogram(all, "a bucket of three", Reason.WRONG_TYPE, good.replace("[5,2]", "[5,2,9]"));
    histogram(all, "a bucket of one", Reason.WRONG_TYPE, good.replace("[5,2]", "[5]"));
    histogram(
        all,
        "count 0",
        Reason.OUT_OF_RANGE,
        "{\"count\":0,\"sum\":0,\"min\":0,\"max\":0,\"buckets\":[[1,0]]}");
    histogram(
        all,
        "a negative count",
        Reason.OUT_OF_RANGE,
        good.replace("[[1,1],[5,2]]", "[[1,-1],[5,4]]"));
    histogram(all, "no bucket", Reason.OUT_OF_RANGE, good.replace("[[1,1],[5,2]]", "[]"));
    histogram(
        all, "counts that do not add up", Reason.OUT_OF_RANGE, good.replace("[5,2]", "[5,3]"));
    histogram(
        all, "bounds that do not ascend", Reason.OUT_OF_RANGE, good.replace("[5,2]", "[1,2]"));
    histogram(all, "min above max", Reason.OUT_OF_RANGE, good.replace("\"min\":1", "\"min\":4"));
    histogram(
        all,
        "a sum that no values give",
        Reason.OUT_OF_RANGE,
        good.replace("\"sum\":6", "\"sum\":600"));
    histogram(
        all,
        "a bound that is infinite",
        Reason.NON_FINITE_VALUE,
        good.replace("[5,2]", "[1e999,2]"));
  }

  private static void labels(List<Poison> all) {
    add(all, "labels is an array", Reason.WRONG_TYPE, GOOD.replace("{\"op\":\"create\"}", "[]"));
    add(all, "a label that is a number", Reason.WRONG_TYPE, GOOD.replace("\"create\"", "1"));
    add(
        all,
        "a label of 257 characters",
        Reason.OUT_OF_RANGE,
        GOOD.replace("create", "c".repeat(257)));
    add(
        all,
        "half a surrogate pair in a label",
        Reason.NOT_UTF8,
        GOOD.replace("create", "\\udc00"));
    StringBuilder many = new StringBuilder("\"l0\":\"\"");
    for (int i = 1; i <= 16; i++) {
      many.append(",\"l").append(i).append("\":\"\"");
    }
    add(all, "17 labels", Reason.OUT_OF_RANGE, GOOD.replace("\"op\":\"create\"", many.toString()));
  }

  private static String with(String field) {
    return GOOD.substring(0, GOOD.length() - 1) + ',' + field + '}';
  }

  private static String metrics(String content) {
    return GOOD.replace("\"latency_ms\":41.7", content);
  }

  private static void histogram(List<Poison> all, String what, Reason reason, String text) {
    add(all, "histogram: " + what, reason, GOOD.replace("41.7", text));
  }

  private static void add(List<Poison> all, String what, Reason reason, String element) {
    all.add(new Poison(what, reason, element.getBytes(StandardCharsets.UTF_8)));
  }
}
