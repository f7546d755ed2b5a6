package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes KPI reports as {@link ReportParser} reads them, for everything of the product that plays
 * the part of an agent. Not safe for concurrent use: its buffer is reused.
 */
public final class ReportWriter {
  private static final int MAX_ID_CHARS = 128;

  private final JsonOut out = new JsonOut();

  /**
   * Writes one report.
   *
   * @param timestamp event time, epoch milliseconds
   * @param sequence running number of the agent; {@link KpiReport#NO_SEQUENCE} leaves it out
   * @param metrics a {@link Number}, a {@code double[]} of observations or a {@link Histogram} by
   *     metric, written in the order of the map
   * @param labels written in the order of their names; left out when empty
   * @throws IllegalArgumentException if a metric is nothing of the kind, or not finite
   */
  public byte[] write(
      String reportId,
      String system,
      String component,
      String agentId,
      long timestamp,
      long sequence,
      Map<String, ?> metrics,
      Map<String, String> labels) {
    return out.object(
        object -> {
          object.whole("schemaVersion", 1);
          object.text("reportId", reportId);
          object.text("system", system);
          object.text("component", component);
          object.text("agentId", agentId);
          object.whole("timestamp", timestamp);
          if (sequence != KpiReport.NO_SEQUENCE) {
            object.whole("sequence", sequence);
          }
          object.startObject("metrics");
          for (Map.Entry<String, ?> metric : metrics.entrySet()) {
            writeMetric(metric.getKey(), metric.getValue(), object);
          }
          object.endObject();
          if (!labels.isEmpty()) {
            object.texts("labels", labels);
          }
        });
  }

  /**
   * What the product measured of itself as a report of its own system: the instance is the agent,
   * and instance, component and time are the id, so that a repeat is a duplicate. Empty when there
   * is nothing finite to report.
   */
  public Optional<byte[]> write(SelfMeasurement measured) {
    Map<String, Object> metrics = new TreeMap<>(measured.histograms());
    measured.gauges().forEach((metric, value) -> putFinite(metrics, metric, value));
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        write(
            reportId(measured),
            SelfMeasurement.SYSTEM,
            measured.component(),
            measured.instance(),
            measured.timeMillis(),
            KpiReport.NO_SEQUENCE,
            metrics,
            Map.of()));
  }

  private static void putFinite(Map<String, Object> metrics, String metric, double value) {
    if (Double.isFinite(value)) {
      metrics.put(metric, value);
    }
  }

  private static String reportId(SelfMeasurement measured) {
    String id = measured.instance() + '|' + measured.component() + '|' + measured.timeMillis();
    return id.length() > MAX_ID_CHARS ? Digests.uuid5(id) : id;
  }

  private static void writeMetric(String metric, Object value, JsonOut out) throws IOException {
    if (value instanceof Histogram histogram) {
      writeHistogram(metric, histogram, out);
    } else if (value instanceof double[] observations) {
      out.startArray(metric);
      for (double observation : observations) {
        out.number(finite(metric, observation));
      }
      out.endArray();
    } else if (value instanceof Long || value instanceof Integer) {
      out.whole(metric, ((Number) value).longValue());
    } else if (value instanceof Number number) {
      out.number(metric, finite(metric, number.doubleValue()));
    } else {
      throw new IllegalArgumentException(
          metric + " must be a number, observations or a histogram, was " + value);
    }
  }

  private static void writeHistogram(String metric, Histogram histogram, JsonOut out)
      throws IOException {
    out.startObject(metric);
    out.whole("count", histogram.count());
    out.number("sum", finite(metric, histogram.sum()));
    out.number("min", finite(metric, histogram.min()));
    out.number("max", finite(metric, histogram.max()));
    out.startArray("buckets");
    for (int i = 0; i < histogram.counts().length; i++) {
      out.startArray();
      out.number(finite(metric, histogram.upperBounds()[i]));
      out.whole(histogram.counts()[i]);
      out.endArray();
    }
    out.endArray();
    out.endObject();
  }

  private static double finite(String metric, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(metric + " must be finite, was " + value);
    }
    return value;
  }
}
