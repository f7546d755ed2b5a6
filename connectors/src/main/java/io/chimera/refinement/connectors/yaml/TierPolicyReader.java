package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Indicator;
import io.chimera.refinement.state.slo.ObjectiveStatistic;
import io.chimera.refinement.state.slo.TierPolicy;
import io.chimera.refinement.state.slo.TierPolicy.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the content of {@code kind: TierPolicy}. */
final class TierPolicyReader {
  private TierPolicyReader() {}

  /** The policy, or empty with at least one fault more. */
  static Optional<TierPolicy> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    String system = Selection.system(spec);
    List<Tier> tiers = new ArrayList<>();
    for (Fields entry : spec.sections("indicators")) {
      String metric = entry.text("metric", Names::isSubject, Names.SUBJECT_RULE);
      double target = entry.number("target", -Double.MAX_VALUE, Double.MAX_VALUE);
      double critical = entry.number("critical", -Double.MAX_VALUE, Double.MAX_VALUE);
      double degraded = entry.number("degraded", -Double.MAX_VALUE, Double.MAX_VALUE);
      boolean ceiling = degraded > target;
      if (ceiling
          ? critical < target || degraded < critical
          : critical > target || degraded > critical) {
        entry.fault(
            "critical",
            "must lie between target and degraded",
            target + " .. " + critical + " .. " + degraded,
            "");
      }
      tiers.add(
          new Tier(
              Indicator.of(
                  system,
                  IndicatorReader.component(entry),
                  metric,
                  IndicatorReader.patterns(entry, "labels"),
                  IndicatorReader.unit(entry, metric)),
              ObjectiveReader.word(
                      entry.choiceOrFirst(
                          "statistic", List.of("avg", "p95", "p99", "max", "min", "rate")))
                  .orElse(ObjectiveStatistic.AVG),
              ceiling,
              target,
              critical,
              degraded,
              !ceiling,
              entry.flag("whenDemanded")));
      entry.end();
    }
    spec.end();
    return faults.count() > before
        ? Optional.empty()
        : Optional.of(new TierPolicy(document.name(), system, tiers));
  }
}
