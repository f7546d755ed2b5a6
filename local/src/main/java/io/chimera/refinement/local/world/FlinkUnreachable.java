package io.chimera.refinement.local.world;

import io.chimera.refinement.local.Failure;

/** No JobManager answers, or none leads just now: the same question may be answered later. */
public final class FlinkUnreachable extends Failure {
  private static final long serialVersionUID = 1L;

  FlinkUnreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
