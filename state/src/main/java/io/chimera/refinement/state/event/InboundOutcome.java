package io.chimera.refinement.state.event;

/**
 * What the source makes of one outcome message: exactly one of the two is set.
 *
 * @param outcome the parsed outcome, or null
 * @param rejected the dead letter, or null
 */
public record InboundOutcome(Outcome outcome, DeadLetter rejected) {
  public boolean isOutcome() {
    return outcome != null;
  }
}
