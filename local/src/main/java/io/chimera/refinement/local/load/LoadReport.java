package io.chimera.refinement.local.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.connectors.yaml.LoadProfile.NotJudged;
import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.local.observe.Latency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a run: for machines as JSON, for people as a page. */
public final class LoadReport {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final double SECOND = 1_000;

  private final LoadFacts facts;
  private final List<Verdict> verdicts;

  LoadReport(LoadFacts facts, List<Verdict> verdicts) {
    this.facts = facts;
    this.verdicts = List.copyOf(verdicts);
  }

  /** Whether every criterion is met. */
  public boolean isPassed() {
    return verdicts.stream().allMatch(Verdict::isMet);
  }

  /** Whether a criterion is missed for sure. */
  public boolean isMissed() {
    return verdicts.stream().anyMatch(verdict -> verdict.state() == Verdict.State.MISSED);
  }

  /** Whether the load was sent as planned, whatever the product made of it. */
  public boolean isSent() {
    boolean offered =
        verdicts.stream()
            .filter(verdict -> verdict.criterion().equals(Judge.OFFERED))
            .noneMatch(verdict -> verdict.state() == Verdict.State.MISSED);
    return offered && facts.counts().failed() == 0 && facts.counts().unknown() == 0;
  }

  /** Whether somebody ended it early. */
  public boolean isStopped() {
    return facts.stopped();
  }

  /** The report as JSON. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    LoadPlan plan = facts.plan();
    root.put("profile", plan.profile().name());
    root.put("variant", plan.variant());
    root.put("system", plan.profile().system());
    root.put("scale", plan.scale());
    root.put("compress", plan.compress());
    root.put("seed", plan.seed());
    root.put("startedAt", Instant.ofEpochMilli(facts.startMillis()).toString());
    root.put("plannedSeconds", facts.schedule().durationMillis() / SECOND);
    root.put("durationSeconds", rounded(facts.seconds()));
    root.put("stoppedEarly", facts.stopped());
    root.putObject("eventTime")
        .put("first", facts.clock().firstMillis())
        .put("last", facts.clock().at(facts.seconds() * SECOND))
        .put("speed", facts.clock().speed());
    counts(root.putObject("reports"));
    phases(root);
    latency(root.putObject("sendLatencyMillis"), facts.sending().latency());
    if (facts.accepting().count() == 0) {
      root.putNull("acceptedLatencyMillis");
    } else {
      latency(root.putObject("acceptedLatencyMillis"), facts.accepting().latency());
    }
    ledger(root.putObject("ledger"));
    var objectives = root.putArray("objectives");
    facts
        .objectives()
        .forEach(
            (name, seen) -> {
              ObjectNode row = objectives.addObject().put("objective", name);
              row.put("state", state(seen));
              if (seen.hasValue()) {
                row.put("value", rounded(seen.last())).put("largest", rounded(seen.worst()));
              } else {
                row.putNull("value").putNull("largest");
              }
              row.put("samples", seen.samples());
            });
    var criteria = root.putArray("criteria");
    for (Verdict verdict : verdicts) {
      criteria
          .addObject()
          .put("criterion", verdict.criterion())
          .put("limit", verdict.limit())
          .put("verdict", verdict.state().wireName())
          .put("value", verdict.value())
          .put("reason", verdict.reason());
    }
    var notJudged = root.putArray("notJudged");
    for (NotJudged each : plan.profile().notJudged()) {
      notJudged.addObject().put("what", each.what()).put("why", each.why());
    }
    var unread = root.putArray("unreadTopics");
    facts.blindness().forEach(unread::add);
    root.put("passed", isPassed());
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers and texts can always be written", e);
    }
  }

  private static String state(ObjectiveStates.Seen seen) {
    return seen.breached() > 0
        ? "breached"
        : seen.met() > 0 ? "met" : seen.noDemand() > 0 ? "no_demand" : "no_data";
  }

  private void counts(ObjectNode node) {
    LoadTally.Counts counts = facts.counts();
    node.put("scheduled", facts.schedule().reports());
    node.put("withheld", counts.withheld());
    node.put("repeats", counts.repeats());
    node.put("gauges", counts.gauges());
    node.put("sent", counts.sent());
    node.put("acknowledged", counts.acknowledged());
    node.put("failed", counts.failed());
    node.put("unknown", counts.unknown());
    if (!counts.firstFailure().isEmpty()) {
      node.put("firstFailure", counts.firstFailure());
    }
  }

  private void phases(ObjectNode root) {
    var array = root.putArray("phases");
    Schedule schedule = facts.schedule();
    for (int i = 0; i < schedule.phases().size(); i++) {
      Phase phase = schedule.phases().get(i);
      LoadTally.PhaseCounts counts = facts.phases().get(i);
      ObjectNode row = array.addObject().put("name", phase.name());
      row.put("startSeconds", schedule.startMillis(i) / SECOND);
      row.put("durationSeconds", phase.durationMillis() / SECOND);
      row.put("scheduled", schedule.reports(i));
      row.put("withheld", counts.withheld());
      row.put("acknowledged", counts.acknowledged());
      row.put("onTime", counts.onTime());
      row.put("offeredPerSecond", rounded(perSecond(i, schedule.reports(i))));
      row.put("achievedPerSecond", rounded(perSecond(i, counts.acknowledgedWithin())));
    }
  }

  private double perSecond(int phase, long reports) {
    long millis = facts.schedule().phases().get(phase).durationMillis();
    double seconds = millis == 0 ? facts.seconds() : millis / SECOND;
    return seconds <= 0 ? 0 : reports / seconds;
  }

  private void ledger(ObjectNode node) {
    AuditCoverage.Ledger ledger = facts.ledger();
    node.put("reports", ledger.reports());
    for (int i = 0; i < AuditCoverage.VERDICTS.size(); i++) {
      node.put(AuditCoverage.VERDICTS.get(i), ledger.verdicts().get(i));
    }
    node.put("complete", ledger.isComplete());
    node.put("unread", ledger.unread());
    node.put("unjudged", ledger.unjudged());
    if (facts.settledSeconds().isPresent()) {
      node.put("settledSeconds", rounded(facts.settledSeconds().getAsDouble()));
    } else {
      node.putNull("settledSeconds");
    }
  }

  private static void latency(ObjectNode node, Latency latency) {
    node.put("count", latency.count());
    node.put("p50", rounded(latency.p50()));
    node.put("p95", rounded(latency.p95()));
    node.put("p99", rounded(latency.p99()));
    node.put("p999", rounded(latency.p999()));
  }

  private static double rounded(double value) {
    return Math.rint(value * 1_000) / 1_000;
  }

  /** The report as a page. */
  public List<String> page() {
    LoadTally.Counts counts = facts.counts();
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "%s: %.0f s, %d reports sent, %d acknowledged, %d failed, %d unknown; event time x"
                + " %.0f",
            facts.plan().profile().name()
                + (facts.plan().variant().isEmpty() ? "" : " (" + facts.plan().variant() + ')'),
            facts.seconds(),
            counts.sent(),
            counts.acknowledged(),
            counts.failed(),
            counts.unknown(),
            facts.clock().speed()));
    List<List<String>> phases = new ArrayList<>();
    phases.add(List.of("phase", "seconds", "reports", "offered/s", "achieved/s", "on time"));
    for (int i = 0; i < facts.schedule().phases().size(); i++) {
      Phase phase = facts.schedule().phases().get(i);
      LoadTally.PhaseCounts done = facts.phases().get(i);
      phases.add(
          List.of(
              phase.name(),
              text("%.1f", phase.durationMillis() / SECOND),
              Long.toString(facts.schedule().reports(i)),
              text("%.1f", perSecond(i, facts.schedule().reports(i))),
              text("%.1f", perSecond(i, done.acknowledgedWithin())),
              Long.toString(done.onTime())));
    }
    lines.add("");
    lines.addAll(TextTable.of(phases));
    lines.add("");
    Latency sending = facts.sending().latency();
    lines.add(
        text(
            "due to broker      p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
            sending.p50(), sending.p95(), sending.p99()));
    Latency accepting = facts.accepting().latency();
    lines.add(
        accepting.count() == 0
            ? "broker to accepted not published"
            : text(
                "broker to accepted p50 %.1f ms, p95 %.1f ms, p99 %.1f ms",
                accepting.p50(), accepting.p95(), accepting.p99()));
    lines.add(ledgerLine());
    if (!facts.blindness().isEmpty()) {
      lines.add("could not be read  " + String.join(", ", facts.blindness()));
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("criterion", "limit", "verdict", "value", "reason"));
    verdicts.forEach(
        verdict ->
            rows.add(
                List.of(
                    verdict.criterion(),
                    verdict.limit(),
                    verdict.state().wireName(),
                    verdict.value(),
                    verdict.reason())));
    facts
        .plan()
        .profile()
        .notJudged()
        .forEach(each -> rows.add(List.of(each.what(), "", "not judged", "", each.why())));
    lines.add("");
    lines.addAll(TextTable.of(rows));
    return lines;
  }

  private String ledgerLine() {
    AuditCoverage.Ledger ledger = facts.ledger();
    if (!ledger.heard()) {
      return "verdicts           not published";
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < AuditCoverage.VERDICTS.size(); i++) {
      parts.add(ledger.verdicts().get(i) + " " + AuditCoverage.VERDICTS.get(i));
    }
    return "verdicts           %d reports, those of others included: %s"
        .formatted(ledger.reports(), String.join(", ", parts));
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
