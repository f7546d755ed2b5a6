package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Indicator;
import io.chimera.refinement.state.slo.ObjectiveStatistic;
import io.chimera.refinement.state.slo.ScalingPolicy;
import io.chimera.refinement.state.slo.ScalingPolicy.Behaviour;
import io.chimera.refinement.state.slo.ScalingPolicy.Bound;
import io.chimera.refinement.state.slo.ScalingPolicy.Limit;
import io.chimera.refinement.state.slo.ScalingPolicy.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the content of {@code kind: ScalingPolicy}. */
final class ScalingPolicyReader {
  private static final double MOST = 1e12;
  private static final int MOST_INSTANCES = 100_000;
  private static final long HOUR = 3_600_000;

  private ScalingPolicyReader() {}

  /** The policy, or empty with at least one fault more. */
  static Optional<ScalingPolicy> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    Optional<Fields> select = spec.section("select");
    String system = select.map(Selection::system).orElse("");
    String component = select.map(IndicatorReader::component).orElse(Names.ANY);
    select.ifPresent(Fields::end);
    Optional<Fields> instances = spec.sectionIfPresent("instances");
    int least = instances.map(each -> (int) each.number("min", 1, 1, MOST_INSTANCES)).orElse(1);
    int most =
        instances
            .map(each -> (int) each.number("max", MOST_INSTANCES, 1, MOST_INSTANCES))
            .orElse(MOST_INSTANCES);
    String reported =
        instances
            .map(
                each ->
                    each.text("metric", "instances_count", Names::isSubject, Names.SUBJECT_RULE))
            .orElse("instances_count");
    instances.ifPresent(Fields::end);
    List<Metric> metrics = new ArrayList<>();
    for (Fields entry : spec.sectionsIfPresent("metrics")) {
      metrics.add(metric(entry, system, component));
    }
    Optional<Fields> within = spec.sectionIfPresent("within");
    Optional<Fields> disruption = spec.sectionIfPresent("disruption");
    ScalingPolicy policy =
        new ScalingPolicy(
            document.name(),
            system,
            component,
            reported,
            least,
            most,
            metrics,
            behaviour(spec, "scaleOut"),
            behaviour(spec, "scaleIn"),
            within.map(each -> each.duration("out", 0, 0, HOUR)).orElse(0L),
            within.map(each -> each.duration("in", 0, 0, HOUR)).orElse(0L),
            disruption
                .map(each -> (int) each.number("minAvailable", 0, 0, MOST_INSTANCES))
                .orElse(0),
            disruption
                .map(each -> each.number("maxUnavailablePercent", 100, 0, 100) / 100)
                .orElse(1.0),
            bounds(spec));
    within.ifPresent(Fields::end);
    disruption.ifPresent(Fields::end);
    if (least > most) {
      spec.fault("instances", "must have min at most max", least + " > " + most, "");
    }
    spec.end();
    return faults.count() > before ? Optional.empty() : Optional.of(policy);
  }

  private static Metric metric(Fields entry, String system, String component) {
    String metric = entry.text("metric", Names::isSubject, Names.SUBJECT_RULE);
    double target = entry.number("target", 1e-9, MOST);
    double above = entry.number("above", target, 1e-9, MOST);
    double below = entry.number("below", -1, 0, MOST);
    Metric read =
        new Metric(
            Indicator.of(
                system,
                component,
                metric,
                IndicatorReader.patterns(entry, "labels"),
                IndicatorReader.unit(entry, metric)),
            ObjectiveReader.word(
                    entry.choiceOrFirst("statistic", List.of("avg", "max", "sum", "p95")))
                .orElse(ObjectiveStatistic.AVG),
            target,
            above,
            below,
            entry.number("surge", 0, 0, MOST),
            entry.flag("perInstance"),
            entry.duration("forecast", 0, 0, HOUR));
    if (above < target || below > target) {
      entry.fault(
          "target",
          "must lie between below and above",
          below + " .. " + target + " .. " + above,
          "");
    }
    entry.end();
    return read;
  }

  private static Behaviour behaviour(Fields spec, String name) {
    Optional<Fields> section = spec.sectionIfPresent(name);
    if (section.isEmpty()) {
      return new Behaviour(0, List.of());
    }
    Fields fields = section.get();
    long stabilisation = fields.duration("stabilisation", 0, 0, HOUR);
    List<Limit> limits = new ArrayList<>();
    for (Fields entry : fields.sectionsIfPresent("limits")) {
      boolean percent = entry.has("percent");
      if (percent == entry.has("instances")) {
        entry.fault("", "must have exactly one of percent and instances", "", "");
      }
      limits.add(
          new Limit(
              percent,
              entry.number(percent ? "percent" : "instances", 1, 1, MOST_INSTANCES),
              entry.duration("period", 1_000, 1_800_000)));
      entry.end();
    }
    fields.end();
    return new Behaviour(stabilisation, limits);
  }

  private static List<Bound> bounds(Fields spec) {
    List<Bound> bounds = new ArrayList<>();
    for (Fields entry : spec.sectionsIfPresent("bounds")) {
      double least = entry.number("min", 0, 0, MOST);
      double most = entry.number("max", 0, MOST);
      if (least > most) {
        entry.fault("min", "must be at most max", least + " > " + most, "");
      }
      bounds.add(
          new Bound(
              entry.text("what", Names::isSubject, Names.SUBJECT_RULE),
              least,
              most,
              entry.text("unit", "", Units::isUnit, Units.RULE)));
      entry.end();
    }
    return bounds;
  }
}
