package io.chimera.refinement.state.slo;

import java.io.Serializable;

/**
 * Over which stretch of time a statistic is taken.
 *
 * @param judged what the stretch is
 * @param millis its length; 0 unless {@link Judged#SLIDING}
 */
public record EvaluationWindow(Judged judged, long millis) implements Serializable {

  /** Kinds of stretches. */
  public enum Judged {
    /** The last {@code millis}. */
    SLIDING,
    /** Each run is one report: the newest. */
    RUN,
    /** Each incident is one report: the newest. */
    INCIDENT,
    /** Shown by a test, not by a KPI. */
    TEST
  }

  public static EvaluationWindow sliding(long millis) {
    return new EvaluationWindow(Judged.SLIDING, millis);
  }
}
