package io.chimera.refinement.local.load;

import java.util.ArrayList;
import java.util.List;

/** Why something that looks met is not shown; empty when nothing speaks against it. */
final class Doubts {
  private Doubts() {}

  /** Whether everything that the product said was read. */
  static String ofAll(LoadFacts facts) {
    return facts.blindness().isEmpty()
        ? ""
        : "not everything could be read: " + String.join(", ", facts.blindness());
  }

  /** Whether the latency is that of the whole load. */
  static String ofLatency(LoadFacts facts) {
    AuditCoverage.Ledger ledger = facts.ledger();
    return ledger.isComplete()
        ? ""
        : !ledger.heard()
            ? "the audit topic does not say whether the whole load was accepted"
            : "%d records of the load were not read yet, %d reports have no verdict"
                .formatted(ledger.unread(), ledger.unjudged());
  }

  /** Whether every report of the load is known to be accepted, or to have been there already. */
  static String ofLoss(LoadFacts facts) {
    AuditCoverage.Ledger ledger = facts.ledger();
    LoadTally.Counts counts = facts.counts();
    List<String> doubts = new ArrayList<>();
    if (ledger.refused() > 0) {
      doubts.add(
          "%s; the offsets are shared with others, so nobody can say whose they are"
              .formatted(ledger.refusals()));
    }
    if (counts.failed() + counts.unknown() > 0) {
      doubts.add(
          "%d reports did not reach the broker, of %d that is unknown"
              .formatted(counts.failed(), counts.unknown()));
    }
    if (ledger.reports() < counts.acknowledged()) {
      doubts.add(
          "the audit topic knows %d reports, the broker acknowledged %d"
              .formatted(ledger.reports(), counts.acknowledged()));
    }
    return String.join("; ", doubts);
  }
}
