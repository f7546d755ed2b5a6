package io.chimera.refinement.state.event;

/**
 * What the source makes of one control message: exactly one of the two is set.
 *
 * @param update the parsed document, or null
 * @param rejected the dead letter, or null
 */
public record InboundControl(ControlUpdate update, DeadLetter rejected) {
  public boolean isUpdate() {
    return update != null;
  }
}
