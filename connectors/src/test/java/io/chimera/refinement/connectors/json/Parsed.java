package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the parser made of one Kafka value, as tests ask about it. */
record Parsed(List<Inbound> elements) {
  static final Origin ORIGIN = new Origin("refinement.kpi-reports", 3, 1200, 0, 1_795_248_000_500L);
  static final Map<String, String> HEADERS = Map.of("trace", "abc");

  static Parsed of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }

  static Parsed of(byte[] value) {
    return of(new ReportParser(Limits.CONTRACT), value);
  }

  static Parsed of(ReportParser parser, byte[] value) {
    List<Inbound> out = new ArrayList<>();
    parser.parse(value, ORIGIN, () -> HEADERS, out::add);
    return new Parsed(out);
  }

  /** The reason of each element, null for a report. */
  List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    for (Inbound element : elements) {
      reasons.add(element.isReport() ? null : element.rejected().reason());
    }
    return reasons;
  }

  List<Integer> indices() {
    return elements.stream().map(element -> element.origin().index()).toList();
  }

  KpiReport report() {
    return elements.get(0).report();
  }

  String detail() {
    return elements.get(0).rejected().detail();
  }
}
