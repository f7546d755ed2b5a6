package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Outcome;
import java.io.IOException;

/** An outcome as the contract's section 5 writes it; what is not said is left out. */
final class OutcomeJson {
  private OutcomeJson() {}

  static void write(Outcome outcome, JsonOut out) throws IOException {
    out.text("recommendationId", outcome.recommendationId());
    out.flag("applied", outcome.applied());
    if (outcome.executedAction() != null) {
      out.text("executedAction", outcome.executedAction());
    }
    if (outcome.reward() != null) {
      out.number("reward", outcome.reward());
    }
    out.whole("observedAt", outcome.observedAt());
  }
}
