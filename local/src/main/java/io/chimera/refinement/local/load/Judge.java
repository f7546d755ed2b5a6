package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Measure;
import io.chimera.refinement.local.load.Verdict.State;
import io.chimera.refinement.state.event.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Holds the criteria of a profile against what is known. Nothing is met without a figure for it;
 * and nothing is met at all when the load was not offered as planned.
 */
final class Judge {
  static final String OFFERED = "offered";

  /** Share of reports that must be with the broker in time for the load to count as offered. */
  private static final double OFFERED_PERCENT = 99;

  private static final double PERCENT = 100;

  private final LoadFacts facts;
  private final List<Criterion> criteria;

  /**
   * @param criteria the criteria, with gates spelled out
   */
  Judge(LoadFacts facts, List<Criterion> criteria) {
    this.facts = facts;
    this.criteria = criteria;
  }

  /** One verdict per criterion; whether the load was offered comes first. */
  List<Verdict> verdicts() {
    Verdict offered = offered();
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(offered);
    for (Criterion criterion : criteria) {
      Verdict verdict = verdict(criterion).unless(Doubts.ofAll(facts));
      verdicts.add(
          verdict.isMet() && !offered.isMet()
              ? verdict.doubted("the load was not offered as planned: " + offered.reason())
              : verdict);
    }
    return verdicts;
  }

  private Verdict offered() {
    String limit = ">= " + Figures.text(OFFERED_PERCENT) + " %";
    long due = facts.schedule().reports() - facts.counts().withheld();
    long onTime = facts.phases().stream().mapToLong(LoadTally.PhaseCounts::onTime).sum();
    double percent = due == 0 ? PERCENT : PERCENT * onTime / due;
    String value = rounded(percent) + " %";
    if (facts.stopped()) {
      return new Verdict(
          OFFERED,
          limit,
          State.UNKNOWN,
          value,
          "stopped after %.0f of %.0f s"
              .formatted(facts.seconds(), facts.schedule().durationMillis() / 1_000.0));
    }
    return new Verdict(
        OFFERED,
        limit,
        percent >= OFFERED_PERCENT ? State.MET : State.MISSED,
        value,
        "%d of %d reports were with the broker within 1 s of their time".formatted(onTime, due));
  }

  private Verdict verdict(Criterion criterion) {
    return switch (criterion.measure()) {
      case ACCEPTED_LATENCY_P50 -> latency(criterion, 0.5);
      case ACCEPTED_LATENCY_P95 -> latency(criterion, 0.95);
      case LOSS -> loss(criterion);
      case WITHIN ->
          below(
              criterion,
              facts.settledSeconds(),
              "from the first report to the last verdict",
              "not every report has a verdict yet");
      case RECOVERY -> recovery(criterion);
      case RESOURCES_AVERAGE ->
          below(
              criterion,
              facts.meanUse(),
              "mean of the larger of processors and memory of the reporting host, everything on it"
                  + " included",
              "no host reports its processors and memory (run without --no-host-agent does)");
      case RESOURCES_PEAK ->
          below(
              criterion,
              facts.peakUse(),
              "peak of the larger of processors and memory of the reporting host, everything on it"
                  + " included",
              "no host reports its processors and memory (run without --no-host-agent does)");
      case OBJECTIVES, GATE -> objectives(criterion);
      case VALUE -> value(criterion);
    };
  }

  private Verdict latency(Criterion criterion, double percentile) {
    if (facts.accepting().count() == 0) {
      return verdict(
          criterion,
          State.UNKNOWN,
          "",
          "the product published no latency meanwhile (refinement.self.interval; does the job"
              + " run?)");
    }
    CombinedLatency both =
        CombinedLatency.of(facts.sending(), facts.accepting(), percentile, facts.acceptedShare());
    String value = rounded(both.lower()) + ".." + rounded(both.upper()) + " ms";
    State state =
        both.upper() < criterion.limit()
            ? State.MET
            : both.lower() >= criterion.limit() ? State.MISSED : State.UNKNOWN;
    Verdict verdict =
        verdict(
            criterion,
            state,
            value,
            "p%.0f from when it is due to the broker %s ms, from there to acceptance %s ms (%.0f %% of them of this load); that of both lies between the bounds"
                .formatted(
                    PERCENT * percentile,
                    rounded(facts.sending().quantile(percentile)),
                    rounded(facts.accepting().quantile(percentile)),
                    PERCENT * facts.acceptedShare()));
    return verdict.unless(Doubts.ofLatency(facts));
  }

  private Verdict loss(Criterion criterion) {
    AuditCoverage.Ledger ledger = facts.ledger();
    if (!ledger.heard() || ledger.unread() > 0) {
      return verdict(
          criterion,
          State.UNKNOWN,
          "",
          ledger.heard()
              ? ledger.unread() + " records were not read yet when the patience ended (--settle)"
              : "the audit topic says nothing of this load; does the job run?");
    }
    Verdict verdict =
        verdict(
            criterion,
            ledger.unjudged() <= criterion.limit() ? State.MET : State.MISSED,
            ledger.unjudged() + " reports",
            "every record was read; %d reports, %d verdicts"
                .formatted(
                    ledger.reports(), ledger.verdicts().stream().mapToLong(Long::longValue).sum()));
    return verdict.unless(Doubts.ofLoss(facts));
  }

  private Verdict recovery(Criterion criterion) {
    double worst = 0;
    List<String> unseen = new ArrayList<>();
    for (Map.Entry<String, OptionalDouble> each : facts.recoveries().entrySet()) {
      if (each.getValue().isPresent()) {
        worst = Math.max(worst, each.getValue().getAsDouble());
      } else {
        unseen.add(each.getKey());
      }
    }
    if (worst >= criterion.limit()) {
      return below(criterion, OptionalDouble.of(worst), "slowest of all spikes", "");
    }
    String why =
        facts.accepting().count() == 0
            ? "the product published no latency meanwhile"
            : "lag below 1 s and p95 below 200 ms were not seen before the load went on after "
                + String.join(", ", unseen)
                + "; a smaller --compress leaves more time";
    return below(
        criterion,
        unseen.isEmpty() && facts.accepting().count() > 0
            ? OptionalDouble.of(worst)
            : OptionalDouble.empty(),
        "slowest of %d spikes".formatted(facts.recoveries().size()),
        why);
  }

  private Verdict objectives(Criterion criterion) {
    List<String> breached = new ArrayList<>();
    List<String> open = new ArrayList<>();
    int met = 0;
    for (Map.Entry<String, ObjectiveStates.Seen> each : facts.objectives().entrySet()) {
      if (!criterion.isAbout(each.getKey())) {
        continue;
      }
      ObjectiveStates.Seen seen = each.getValue();
      if (seen.breached() > 0) {
        breached.add(each.getKey());
      } else if (seen.met() > 0) {
        met++;
      } else {
        open.add(each.getKey() + (seen.noDemand() > 0 ? " (no demand)" : " (no data)"));
      }
    }
    State state =
        !breached.isEmpty() ? State.MISSED : open.isEmpty() && met > 0 ? State.MET : State.UNKNOWN;
    String reason =
        switch (state) {
          case MISSED -> "breached: " + some(breached);
          case UNKNOWN -> open.isEmpty() ? "no such objective" : "not shown: " + some(open);
          case MET -> "as the product evaluates the KPIs that are generated for a healthy system";
        };
    return verdict(
        criterion,
        state,
        "%d of %d met".formatted(met, met + breached.size() + open.size()),
        reason);
  }

  private Verdict value(Criterion criterion) {
    ObjectiveStates.Seen seen =
        facts.objectives().getOrDefault(criterion.names().get(0), ObjectiveStates.Seen.NOTHING);
    return below(
        criterion,
        seen.hasValue() ? OptionalDouble.of(seen.worst()) : OptionalDouble.empty(),
        "largest value of the objective, as the product evaluates the generated KPIs",
        "the product published no value of it");
  }

  private static Verdict below(
      Criterion criterion, OptionalDouble value, String basis, String unknown) {
    if (value.isEmpty()) {
      return verdict(criterion, State.UNKNOWN, "", unknown);
    }
    boolean met = value.getAsDouble() < criterion.limit();
    String unit = criterion.measure().unit();
    return verdict(
        criterion,
        met ? State.MET : State.MISSED,
        (rounded(value.getAsDouble()) + ' ' + unit).strip(),
        basis);
  }

  private static Verdict verdict(Criterion criterion, State state, String value, String reason) {
    Measure measure = criterion.measure();
    String limit =
        switch (measure) {
          case OBJECTIVES, GATE -> "all met";
          case LOSS -> "<= " + Figures.text(criterion.limit()) + " reports";
          default -> ("< " + Figures.text(criterion.limit()) + ' ' + measure.unit()).strip();
        };
    String name =
        measure == Measure.VALUE
            ? measure.field() + ' ' + criterion.names().get(0)
            : measure.field();
    return new Verdict(name, limit, state, value, reason);
  }

  private static String some(List<String> names) {
    int shown = Math.min(5, names.size());
    return String.join(", ", names.subList(0, shown))
        + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
