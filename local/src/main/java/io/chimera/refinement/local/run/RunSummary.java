package io.chimera.refinement.local.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.local.observe.FoundFinding;
import io.chimera.refinement.local.observe.Latency;
import io.chimera.refinement.local.observe.Ledger;
import io.chimera.refinement.local.observe.Snapshot;
import java.util.Map;

/**
 * The machine-readable result of a run.
 *
 * @param durationSeconds from {@code ready} to the stop
 * @param scorecard incidents and what was found of them; without rows when nothing was simulated
 * @param readBack rows found in the database
 * @param gain worth of the decisions, or null when nothing was simulated
 */
public record RunSummary(
    double durationSeconds, Snapshot observed, Scorecard scorecard, long readBack, Gain gain) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Mean true reward of what was decided, of the newer half of that, and of the best fixed action.
   */
  public record Gain(double meanReward, double meanRewardOfLate, double staticBest) {}

  public double reportsPerSecond() {
    return durationSeconds <= 0 ? 0 : observed.ledger().read() / durationSeconds;
  }

  /** The summary as the contract writes it. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("durationSeconds", rounded(durationSeconds));
    root.put("reportsPerSecond", rounded(reportsPerSecond()));
    ledger(root.putObject("ledger"), observed.ledger());
    latency(root.putObject("acceptedLatencyMillis"), observed.total());
    root.put("windows", observed.windows());
    counts(root.putObject("findings"), observed.findings());
    counts(root.putObject("alerts"), observed.alerts());
    root.put("recommendations", observed.recommendations());
    root.put("outcomes", observed.outcomes());
    root.putObject("points").put("written", observed.points()).put("readBack", readBack);
    var incidents = root.putArray("incidents");
    for (Scorecard.Row row : scorecard.rows()) {
      ObjectNode incident = incidents.addObject();
      incident.put("kind", row.incident().kind().wireName());
      incident.put("series", row.incident().series());
      incident.put("injectedAt", row.incident().injectedAt());
      if (row.foundAfterMillis().isPresent()) {
        incident.put("foundAfterMillis", row.foundAfterMillis().getAsLong());
      } else {
        incident.putNull("foundAfterMillis");
      }
    }
    if (gain == null) {
      root.putNull("gain");
    } else {
      root.putObject("gain")
          .put("meanReward", rounded(gain.meanReward()))
          .put("staticBest", rounded(gain.staticBest()));
    }
    root.put("falseAlarms", scorecard.falseAlarms());
    var strays = root.putArray("strays");
    for (FoundFinding stray : scorecard.strays()) {
      strays
          .addObject()
          .put("findingId", stray.findingId())
          .put("kind", stray.kind())
          .put("series", stray.where())
          .put("detectedAt", stray.detectedAt());
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers and texts can always be written", e);
    }
  }

  private static void ledger(ObjectNode node, Ledger ledger) {
    node.put("read", ledger.read());
    node.put("accepted", ledger.accepted());
    node.put("duplicate", ledger.duplicate());
    node.put("late", ledger.late());
    node.put("future", ledger.future());
    node.put("rejected", ledger.rejected());
    node.put("quarantined", ledger.quarantined());
    node.put("balanced", ledger.balanced());
  }

  private static void latency(ObjectNode node, Latency latency) {
    node.put("p50", rounded(latency.p50()));
    node.put("p95", rounded(latency.p95()));
    node.put("p99", rounded(latency.p99()));
    node.put("p999", rounded(latency.p999()));
  }

  private static void counts(ObjectNode node, Map<String, Long> counts) {
    counts.forEach((name, count) -> node.put(name, count.longValue()));
  }

  private static double rounded(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }
}
