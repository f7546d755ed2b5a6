package io.chimera.refinement.operators;

import java.io.Serializable;

/** A stopwatch, handed in by the job: operators read no clock of their own. */
@FunctionalInterface
public interface Ticker extends Serializable {
  /** Nanoseconds since some fixed moment. */
  long nanos();
}
