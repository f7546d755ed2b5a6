package io.chimera.refinement.local.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.local.observe.Event;
import io.chimera.refinement.local.observe.Latency;
import io.chimera.refinement.local.observe.Ledger;
import io.chimera.refinement.local.observe.Snapshot;

/** What the page is told, once a second, on one line. */
final class SnapshotJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SnapshotJson() {}

  static String of(Snapshot snapshot, long nowMillis) {
    ObjectNode root = JSON.createObjectNode();
    root.put("now", nowMillis);
    root.put("reportsPerSecond", snapshot.reportsPerSecond());
    latency(root.putObject("latency"), snapshot.recent());
    ledger(root.putObject("ledger"), snapshot.ledger());
    root.put("windows", snapshot.windows());
    root.put("points", snapshot.points());
    root.put("deadLetters", snapshot.deadLetters());
    root.put("recommendations", snapshot.recommendations());
    root.put("outcomes", snapshot.outcomes());
    root.put("meanReward", snapshot.meanReward());
    root.put("rewards", snapshot.rewards());
    ObjectNode findings = root.putObject("findings");
    snapshot.findings().forEach((kind, count) -> findings.put(kind, count.longValue()));
    ObjectNode alerts = root.putObject("alerts");
    snapshot.alerts().forEach((state, count) -> alerts.put(state, count.longValue()));
    events(root.putArray("events"), snapshot);
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers and texts can always be written", e);
    }
  }

  private static void latency(ObjectNode node, Latency latency) {
    node.put("p50", latency.p50());
    node.put("p95", latency.p95());
    node.put("p99", latency.p99());
  }

  private static void ledger(ObjectNode node, Ledger ledger) {
    node.put("read", ledger.read());
    node.put("accepted", ledger.accepted());
    node.put("duplicate", ledger.duplicate());
    node.put("late", ledger.late());
    node.put("future", ledger.future());
    node.put("rejected", ledger.rejected());
    node.put("quarantined", ledger.quarantined());
    node.put("balanced", ledger.closedBalance());
  }

  private static void events(ArrayNode list, Snapshot snapshot) {
    for (Event event : snapshot.events()) {
      ObjectNode node = list.addObject();
      node.put("type", event.type());
      node.put("time", event.timeMillis());
      node.put("subject", event.subject());
      node.put("kind", event.kind());
      node.put("state", event.state());
      node.put("severity", event.severity());
      node.put("sentence", event.sentence());
    }
  }
}
