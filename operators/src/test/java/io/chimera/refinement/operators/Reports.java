package io.chimera.refinement.operators;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Sample;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reports for tests, one line each. */
public final class Reports {
  private static long offset;

  private Reports() {}

  public static KpiReport report(String id, long timestampMillis, double value) {
    return report(
        id,
        "agent-1",
        "",
        timestampMillis,
        value,
        new Origin("reports", 0, offset++, 0, timestampMillis));
  }

  public static KpiReport report(String id, String agent, long timestampMillis, double value) {
    return report(
        id,
        agent,
        "",
        timestampMillis,
        value,
        new Origin("reports", 0, offset++, 0, timestampMillis));
  }

  public static KpiReport report(
      String id, String agent, String release, long timestampMillis, double value, Origin origin) {
    return new KpiReport(
        "demo",
        "svc",
        agent,
        id,
        timestampMillis,
        KpiReport.NO_SEQUENCE,
        new Sample[] {Sample.of("latency_ms", value)},
        "",
        release,
        Digests.fold(Digests.fold(7, agent), id),
        (int) Digests.fold(Digests.fold(3, timestampMillis), Double.doubleToLongBits(value)),
        false,
        origin,
        ("{" + id + "}").getBytes(StandardCharsets.UTF_8),
        Map.of("trace", id));
  }

  public static Inbound inbound(KpiReport report) {
    return Inbound.of(report);
  }
}
