package io.chimera.refinement.connectors.influx;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the sink reports about itself. */
final class InfluxMetrics {
  private static final int SEND_TIME_SAMPLES = 1_000;

  /** The names, stable because dashboards use them. */
  enum Name {
    /** Points that the database acknowledged. */
    POINTS("points"),
    /** Requests that the database acknowledged. */
    BATCHES("batches"),
    /** Bytes of acknowledged lines before compression. */
    BYTES("bytes"),
    /** Requests handed back to be sent again. */
    RETRIES("retries"),
    /** Lines that the database refused for good. */
    REJECTED("rejected"),
    /** 0 closed, 1 half-open, 2 open. */
    BREAKER_STATE("breakerState"),
    /** Requests on their way. */
    IN_FLIGHT("inFlight"),
    /** Milliseconds since the last acknowledgement, or since the start. */
    LAST_SUCCESS_AGE("lastSuccessAgeMillis"),
    /** Milliseconds that a request took, answered or not. */
    SEND_TIME("sendTimeMillis");

    private final String text;

    Name(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final Counter points;
  private final Counter batches;
  private final Counter bytes;
  private final Counter retries;
  private final Counter rejected;
  private final Counter sendErrors;
  private final Histogram sendTime;
  private final LongSupplier nowMillis;
  private volatile long lastSuccessMillis;

  InfluxMetrics(
      SinkWriterMetricGroup group,
      DeliveryGate gate,
      IntSupplier inFlight,
      LongSupplier nowMillis) {
    this.nowMillis = nowMillis;
    lastSuccessMillis = nowMillis.getAsLong();
    points = group.counter(Name.POINTS.text());
    batches = group.counter(Name.BATCHES.text());
    bytes = group.counter(Name.BYTES.text());
    retries = group.counter(Name.RETRIES.text());
    rejected = group.counter(Name.REJECTED.text());
    sendErrors = group.getNumRecordsSendErrorsCounter();
    sendTime =
        group.histogram(
            Name.SEND_TIME.text(), new DescriptiveStatisticsHistogram(SEND_TIME_SAMPLES));
    group.gauge(Name.BREAKER_STATE.text(), (Gauge<Integer>) () -> gate.breaker().code());
    group.gauge(Name.IN_FLIGHT.text(), (Gauge<Integer>) inFlight::getAsInt);
    group.gauge(
        Name.LAST_SUCCESS_AGE.text(),
        (Gauge<Long>) () -> nowMillis.getAsLong() - lastSuccessMillis);
  }

  void answered(long startedMillis) {
    sendTime.update(nowMillis.getAsLong() - startedMillis);
  }

  void stored(LineEntry request) {
    points.inc(request.points());
    batches.inc();
    bytes.inc(request.lines().length);
    lastSuccessMillis = nowMillis.getAsLong();
  }

  void retried() {
    retries.inc();
  }

  void rejectedLine() {
    rejected.inc();
    sendErrors.inc();
  }
}
