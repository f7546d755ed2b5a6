package io.chimera.refinement.connectors.influx;

import org.apache.flink.connector.base.sink.writer.strategy.RateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;
import org.apache.flink.connector.base.sink.writer.strategy.ResultInfo;

/**
 * Lets a fixed number of requests be on their way, and one while the breaker probes. Waiting for
 * time is the {@link Backlog}'s business.
 */
final class InFlightLimit implements RateLimitingStrategy {
  private final InfluxSettings.Batching batching;
  private final DeliveryGate gate;
  private int inFlight;

  InFlightLimit(InfluxSettings.Batching batching, DeliveryGate gate) {
    this.batching = batching;
    this.gate = gate;
  }

  @Override
  public void registerInFlightRequest(RequestInfo request) {
    inFlight++;
  }

  @Override
  public void registerCompletedRequest(ResultInfo result) {
    inFlight--;
  }

  @Override
  public boolean shouldBlock(RequestInfo request) {
    return reached();
  }

  @Override
  public int getMaxBatchSize() {
    return batching.points();
  }

  boolean reached() {
    return inFlight >= gate.limit(batching.maxInFlight());
  }

  int inFlight() {
    return inFlight;
  }
}
