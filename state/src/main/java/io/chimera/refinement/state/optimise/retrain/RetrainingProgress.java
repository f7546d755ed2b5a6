package io.chimera.refinement.state.optimise.retrain;

/** Hears how far a search is. */
@FunctionalInterface
public interface RetrainingProgress {
  /** A trial went through its stretch of history; one that is kept comes again. */
  void tried(int trial);
}
