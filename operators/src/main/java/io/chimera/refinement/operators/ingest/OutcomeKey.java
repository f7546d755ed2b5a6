package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.event.InboundOutcome;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * The recommendation that an outcome names; what could not be read is spread by its place in the
 * topic.
 */
public final class OutcomeKey implements KeySelector<InboundOutcome, String> {
  private static final long serialVersionUID = 1;

  @Override
  public String getKey(InboundOutcome inbound) {
    return inbound.isOutcome()
        ? inbound.outcome().recommendationId()
        : String.valueOf(inbound.rejected().origin().offset());
  }
}
