package io.chimera.refinement.state.optimise;

/**
 * How one action has done so far.
 *
 * @param pulls outcomes learned from
 * @param meanReward their mean in [0, 1]; 0 while there is none
 */
public record ArmStatistics(String action, long pulls, double meanReward) {}
