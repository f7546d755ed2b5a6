package io.chimera.refinement.state.event;

/**
 * What the source makes of one element: a report or a dead letter, exactly one of the two.
 *
 * @param report the parsed report, or null
 * @param rejected the dead letter, or null
 */
public record Inbound(KpiReport report, DeadLetter rejected) {

  public static Inbound of(KpiReport report) {
    return new Inbound(report, null);
  }

  public static Inbound of(DeadLetter rejected) {
    return new Inbound(null, rejected);
  }

  public boolean isReport() {
    return report != null;
  }

  public Origin origin() {
    return report != null ? report.origin() : rejected.origin();
  }
}
