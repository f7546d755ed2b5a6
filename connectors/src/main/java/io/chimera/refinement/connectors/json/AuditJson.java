package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.AuditRow;
import java.io.IOException;

/** A row of the ledger as the contract's section 2 writes it. */
final class AuditJson {
  private AuditJson() {}

  static void write(AuditRow row, JsonOut out) throws IOException {
    out.text("topic", row.topic());
    out.whole("partition", row.partition());
    out.whole("fromOffset", row.fromOffset());
    out.whole("toOffset", row.toOffset());
    out.flag("complete", row.complete());
    out.whole("records", row.records());
    out.whole("reports", row.reports());
    out.whole("accepted", row.accepted());
    out.whole("duplicate", row.duplicate());
    out.whole("late", row.late());
    out.whole("future", row.future());
    out.whole("rejected", row.rejected());
    out.whole("quarantined", row.quarantined());
  }
}
