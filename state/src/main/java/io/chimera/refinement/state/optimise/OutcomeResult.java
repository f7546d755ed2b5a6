package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Reason;

/**
 * What became of a reported outcome: learned from at once, refused, or (neither) accepted without
 * anything to learn yet.
 *
 * @param learned what was learned, or null
 * @param reason why it was refused, or null
 * @param detail one clause for a person
 */
public record OutcomeResult(Learned learned, Reason reason, String detail) {

  static OutcomeResult learned(Learned learned) {
    return new OutcomeResult(learned, null, "settled");
  }

  public static OutcomeResult refused(Reason reason, String detail) {
    return new OutcomeResult(null, reason, detail);
  }

  static OutcomeResult accepted(String detail) {
    return new OutcomeResult(null, null, detail);
  }
}
