package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Finding;
import java.io.IOException;

/** A finding as the contract's section 2 writes it. */
final class FindingJson {
  private FindingJson() {}

  static void write(Finding finding, JsonOut out) throws IOException {
    out.whole("schemaVersion", 1);
    out.text("findingId", finding.findingId());
    out.name("kind", finding.kind());
    out.text("system", finding.system());
    out.text("component", finding.component());
    out.text("agentId", finding.agentId());
    out.text("metric", finding.metric());
    out.texts("labels", finding.labels());
    out.text("series", finding.series());
    out.text("detector", finding.detector());
    out.whole("startedAt", finding.startedAt());
    out.whole("peakAt", finding.peakAt());
    out.whole("detectedAt", finding.detectedAt());
    if (finding.endedAt() == null) {
      out.nothing("endedAt");
    } else {
      out.whole("endedAt", finding.endedAt());
    }
    out.name("state", finding.state());
    out.number("score", finding.score());
    out.name("severity", finding.severity());
    out.name("direction", finding.direction());
    out.number("value", finding.value());
    out.text("unit", finding.unit());
    out.startObject("expected");
    out.number("lower", finding.lower());
    out.number("upper", finding.upper());
    out.endObject();
    out.startArray("evidence");
    for (Finding.EvidencePoint point : finding.evidence()) {
      out.startArray();
      out.whole(point.endMillis());
      out.number(point.value());
      out.endArray();
    }
    out.endArray();
    out.texts("related", finding.related());
    out.flag("warming", finding.warming());
    out.text("sentence", finding.sentence());
  }
}
