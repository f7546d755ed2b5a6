package io.chimera.refinement.state.optimise.arm;

import java.io.Serializable;

/**
 * How an {@link ArmLearner} learns.
 *
 * @param adaptive whether means are expected to change at all
 * @param evidence nats, beyond the logarithm of the count, after which a mean counts as changed
 * @param forced rewards that are explored for certain, at first: the floor of all actions together
 *     is {@code forced / (forced * 20 + decisions)}
 * @param curiosity how much is explored once the world has changed before
 */
public record ArmSettings(boolean adaptive, double evidence, double forced, double curiosity)
    implements Serializable {
  public static final ArmSettings DEFAULT = new ArmSettings(true, 4, 0.5, 0.5);
}
