package io.chimera.refinement.connectors.influx;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the sink reports about itself. */
public final class InfluxMetrics {
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
    /** Lines refused for good; {@link RejectionCause#counter} counts them by cause. */
    REJECTED("rejected"),
    /** 0 closed, 1 half-open, 2 open. */
    BREAKER_STATE("breakerState"),
    /**
     * Status of the answer that made us stop and wait for a person, such as 401; 0 when none did.
     */
    HOLD_STATUS("holdStatus"),
    /** Requests on their way. */
    IN_FLIGHT("inFlight"),
    /** Milliseconds since the last acknowledgement, or since the start. */
    LAST_SUCCESS_AGE("lastSuccessAgeMillis"),
    /** Milliseconds that a request took, answered or not. */
    SEND_TIME("sendTimeMillis"),
    /** Milliseconds from the oldest line's append to its topic until it was acknowledged. */
    AGE("ageMillis");

    private final String text;

    Name(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Names of everything that the sink reports, for those who build dashboards. */
  public static List<String> names() {
    return Stream.concat(
            Arrays.stream(Name.values()).map(Name::text),
            Arrays.stream(RejectionCause.values()).map(RejectionCause::counter))
        .toList();
  }

  private final Counter points;
  private final Counter batches;
  private final Counter bytes;
  private final Counter retries;
  private final Counter rejected;
  private final Map<RejectionCause, Counter> rejectedBy = new EnumMap<>(RejectionCause.class);
  private final Counter sendErrors;
  private final Histogram sendTime;
  private final Histogram age;
  private final LongSupplier nowMillis;
  private volatile long lastSuccessMillis;
  private volatile int holdStatus;

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
    for (RejectionCause cause : RejectionCause.values()) {
      rejectedBy.put(cause, group.counter(cause.counter()));
    }
    sendErrors = group.getNumRecordsSendErrorsCounter();
    sendTime =
        group.histogram(
            Name.SEND_TIME.text(), new DescriptiveStatisticsHistogram(SEND_TIME_SAMPLES));
    age = group.histogram(Name.AGE.text(), new DescriptiveStatisticsHistogram(SEND_TIME_SAMPLES));
    group.gauge(Name.HOLD_STATUS.text(), (Gauge<Integer>) () -> holdStatus);
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
    holdStatus = 0;
    long appended = request.appendMillis();
    if (appended > 0) {
      age.update(Math.max(0, lastSuccessMillis - appended));
    }
  }

  void held(int status) {
    holdStatus = status;
  }

  void retried() {
    retries.inc();
  }

  void rejectedLine(RejectionCause cause) {
    rejected.inc();
    rejectedBy.get(cause).inc();
    sendErrors.inc();
  }
}
