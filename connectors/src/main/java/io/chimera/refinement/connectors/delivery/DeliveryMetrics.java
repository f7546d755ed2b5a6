package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.state.event.DeliveryStep;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What the delivery to one subscriber reports: a counter per {@link DeliveryStep} and the names
 * below, in a group {@code subscriber}.
 */
final class DeliveryMetrics {
  private static final int SAMPLES = 1_000;

  /** The names, stable because dashboards use them. */
  enum Name {
    /** Milliseconds from publication to acknowledgement. */
    LATENCY("latencyMillis"),
    /** Milliseconds that a request took, answered or not. */
    REQUEST("requestMillis"),
    /** 0 closed, 1 half-open, 2 open. */
    BREAKER_STATE("breakerState"),
    /** Requests on their way. */
    IN_FLIGHT("inFlight"),
    /** Recommendations that are not settled. */
    WAITING("waiting");

    private final String text;

    Name(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final Map<DeliveryStep, Counter> steps = new EnumMap<>(DeliveryStep.class);
  private final Histogram latency;
  private final Histogram request;
  private final LongSupplier nowMillis;

  DeliveryMetrics(
      MetricGroup group, Subscriber subscriber, Deliverer deliverer, LongSupplier nowMillis) {
    this.nowMillis = nowMillis;
    MetricGroup named = group.addGroup("subscriber", subscriber.name());
    for (DeliveryStep step : DeliveryStep.values()) {
      steps.put(step, named.counter(step.name().toLowerCase(Locale.ROOT)));
    }
    latency = named.histogram(Name.LATENCY.text(), new DescriptiveStatisticsHistogram(SAMPLES));
    request = named.histogram(Name.REQUEST.text(), new DescriptiveStatisticsHistogram(SAMPLES));
    named.gauge(Name.BREAKER_STATE.text(), (Gauge<Integer>) () -> deliverer.breaker().code());
    named.gauge(Name.IN_FLIGHT.text(), (Gauge<Integer>) deliverer::inFlight);
    named.gauge(Name.WAITING.text(), (Gauge<Integer>) () -> deliverer.queue().size());
  }

  void count(DeliveryStep step, long latencyMillis) {
    steps.get(step).inc();
    if (step == DeliveryStep.DELIVERED) {
      latency.update(latencyMillis);
    }
  }

  void answered(long startedMillis) {
    request.update(nowMillis.getAsLong() - startedMillis);
  }
}
