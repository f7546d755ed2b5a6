package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.local.oracle.Report.Distribution;
import io.chimera.refinement.local.oracle.Report.Metric;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The rules of a KPI report, section 3 of the contract, on a tree. Knows one fault per report. */
final class ReportRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:/-]{0,127}");
  private static final long YEAR_2000 = 946_684_800_000L;

  /** A rule that was broken; the message is the reason. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(String reason) {
      super(reason);
    }
  }

  Report read(JsonNode node) throws Broken {
    check(node != null && node.isObject(), "WRONG_TYPE");
    if (node.has("schemaVersion")) {
      JsonNode version = node.get("schemaVersion");
      check(version.isNumber() || version.isTextual(), "WRONG_TYPE");
      check(version.isNumber() && version.doubleValue() == 1, "UNSUPPORTED_SCHEMA_VERSION");
    }
    for (String field : List.of("reportId", "agentId", "timestamp", "metrics")) {
      check(node.has(field), "MISSING_FIELD");
    }
    String system = name(node, "system");
    String component = name(node, "component");
    String agent = id(node.get("agentId"));
    String reportId = id(node.get("reportId"));
    long timestamp = timestamp(node.get("timestamp"));
    String sequence = "";
    if (node.has("sequence")) {
      check(node.get("sequence").isIntegralNumber(), "WRONG_TYPE");
      check(node.get("sequence").canConvertToLong(), "OUT_OF_RANGE");
      sequence = node.get("sequence").asText();
    }
    List<Metric> metrics = metrics(node.get("metrics"));
    Map<String, String> labels = labels(node.get("labels"));
    StringBuilder body =
        new StringBuilder(component).append('|').append(timestamp).append('|').append(sequence);
    body.append('|').append(new TreeMap<>(labels));
    metrics.stream().map(ReportRules::text).sorted().forEach(text -> body.append('|').append(text));
    return new Report(
        system, component, agent, reportId, timestamp, labels, metrics, body.toString());
  }

  private static String text(Metric metric) {
    Distribution d = metric.distribution();
    return metric.name()
        + '='
        + (d == null
            ? Arrays.toString(metric.values())
            : d.count()
                + ","
                + d.sum()
                + ","
                + d.min()
                + ","
                + d.max()
                + Arrays.toString(d.bounds())
                + Arrays.toString(d.counts()));
  }

  private static String name(JsonNode node, String field) throws Broken {
    if (!node.has(field)) {
      return "default";
    }
    check(node.get(field).isTextual(), "WRONG_TYPE");
    check(NAME.matcher(node.get(field).textValue()).matches(), "INVALID_NAME");
    return node.get(field).textValue();
  }

  private static String id(JsonNode node) throws Broken {
    check(node.isTextual(), "WRONG_TYPE");
    String id = node.textValue();
    check(
        !id.isEmpty()
            && id.codePointCount(0, id.length()) <= 128
            && id.chars().noneMatch(Character::isISOControl),
        "INVALID_NAME");
    return id;
  }

  private static long timestamp(JsonNode node) throws Broken {
    check(node.isNumber() || node.isTextual(), "WRONG_TYPE");
    long millis = 0;
    if (node.isTextual()) {
      try {
        millis = OffsetDateTime.parse(node.textValue()).toInstant().toEpochMilli();
      } catch (DateTimeException e) {
        throw new Broken("INVALID_TIMESTAMP");
      }
    } else {
      check(node.isIntegralNumber() && node.canConvertToLong(), "INVALID_TIMESTAMP");
      millis = node.longValue();
    }
    check(millis >= YEAR_2000, "INVALID_TIMESTAMP");
    return millis;
  }

  private static List<Metric> metrics(JsonNode node) throws Broken {
    check(node.isObject(), "WRONG_TYPE");
    check(node.size() >= 1 && node.size() <= 256, "OUT_OF_RANGE");
    List<Metric> metrics = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      check(NAME.matcher(entry.getKey()).matches(), "INVALID_NAME");
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        metrics.add(new Metric(entry.getKey(), null, distribution(value)));
      } else if (value.isArray()) {
        check(value.size() >= 1 && value.size() <= 1000, "OUT_OF_RANGE");
        metrics.add(new Metric(entry.getKey(), numbers(value), null));
      } else {
        metrics.add(new Metric(entry.getKey(), new double[] {number(value)}, null));
      }
    }
    return metrics;
  }

  private static double[] numbers(JsonNode array) throws Broken {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(array.get(i));
    }
    return values;
  }

  private static double number(JsonNode node) throws Broken {
    check(node.isNumber(), "WRONG_TYPE");
    check(Double.isFinite(node.doubleValue()), "NON_FINITE_VALUE");
    return node.doubleValue();
  }

  private static Distribution distribution(JsonNode node) throws Broken {
    for (String field : List.of("count", "sum", "min", "max", "buckets")) {
      check(node.has(field), "MISSING_FIELD");
    }
    JsonNode buckets = node.get("buckets");
    check(buckets.isArray() && node.get("count").isIntegralNumber(), "WRONG_TYPE");
    double[] bounds = new double[buckets.size()];
    long[] counts = new long[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      JsonNode bucket = buckets.get(i);
      check(
          bucket.isArray() && bucket.size() == 2 && bucket.get(1).isIntegralNumber(), "WRONG_TYPE");
      bounds[i] = number(bucket.get(0));
      counts[i] = bucket.get(1).longValue();
      check(counts[i] >= 0 && (i == 0 || bounds[i] > bounds[i - 1]), "OUT_OF_RANGE");
    }
    Distribution d =
        new Distribution(
            node.get("count").longValue(),
            number(node.get("sum")),
            number(node.get("min")),
            number(node.get("max")),
            bounds,
            counts);
    check(
        d.count() >= 1 && d.min() <= d.max() && Arrays.stream(counts).sum() == d.count(),
        "OUT_OF_RANGE");
    return d;
  }

  private static Map<String, String> labels(JsonNode node) throws Broken {
    Map<String, String> labels = new TreeMap<>();
    if (node == null) {
      return labels;
    }
    check(node.isObject(), "WRONG_TYPE");
    check(node.size() <= 16, "OUT_OF_RANGE");
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      check(NAME.matcher(entry.getKey()).matches(), "INVALID_NAME");
      check(entry.getValue().isTextual(), "WRONG_TYPE");
      String value = entry.getValue().textValue();
      check(value.codePointCount(0, value.length()) <= 256, "OUT_OF_RANGE");
      labels.put(entry.getKey(), value);
    }
    return labels;
  }

  private static void check(boolean holds, String reason) throws Broken {
    if (!holds) {
      throw new Broken(reason);
    }
  }
}
