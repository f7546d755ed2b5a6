package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Load;
import io.chimera.refinement.connectors.yaml.LoadProfile.MixEntry;
import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.MetricCatalogue;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.SloDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the model of a system from its objectives, its catalogue and the profile. */
final class SystemModelMaker {
  private static final String COMPONENT = "component";
  private static final String OPERATION = "operation";
  private static final long CADENCE_MILLIS = 15_000;
  private static final ValueRange RESPONSE_TIME = new ValueRange(20, 80);

  private final LoadPlan plan;
  private final Load load;
  private final List<Objective> objectives;
  private final List<Criterion> criteria;
  private final Map<String, String> conditions = new TreeMap<>();
  private final OwnNames names;
  private final long cadenceMillis;
  private final Map<About, Map<String, Gauge.Metric>> gauges = new LinkedHashMap<>();

  /** What one report of gauges is about. */
  private record About(String component, Map<String, String> labels) {}

  SystemModelMaker(Packs packs, LoadPlan plan) {
    this.plan = plan;
    this.load = plan.load();
    this.objectives =
        packs.objectives().stream()
            .filter(objective -> objective.pack().equals(plan.profile().system()))
            .filter(Objective::isLive)
            .toList();
    this.criteria = SystemModel.objectiveCriteria(packs, plan);
    conditions.putAll(load.conditions());
    load.phases(plan.variant()).forEach(phase -> conditions.putAll(phase.conditions()));
    List<MetricCatalogue> catalogues = packs.all(SloDocument::metrics);
    this.names = new OwnNames(catalogues, load.reportsAs());
    this.cadenceMillis =
        catalogues.stream()
            .filter(catalogue -> catalogue.system().equals(load.reportsAs()))
            .mapToLong(MetricCatalogue::cadenceMillis)
            .filter(millis -> millis > 0)
            .findFirst()
            .orElse(CADENCE_MILLIS);
  }

  SystemModel make() {
    List<RequestKind> kinds = load.mix().stream().map(this::kind).toList();
    for (Objective objective : objectives) {
      boolean wanted = criteria.stream().anyMatch(each -> each.isAbout(objective.name()));
      if (wanted && kinds.stream().noneMatch(kind -> shows(kind, objective))) {
        gauge(objective);
      }
    }
    List<Gauge> reports = new ArrayList<>();
    gauges.forEach(
        (about, metrics) ->
            reports.add(
                new Gauge(about.component(), about.labels(), List.copyOf(metrics.values()))));
    return new SystemModel(kinds, reports, cadenceMillis);
  }

  private RequestKind kind(MixEntry entry) {
    Map<String, String> labels =
        entry.operation().isEmpty() ? Map.of() : Map.of(OPERATION, entry.operation());
    Map<String, ValueRange> metrics = new LinkedHashMap<>();
    Map<String, String> shown = labels;
    entry.metrics().forEach((name, typical) -> metrics.put(name, ValueRange.around(typical)));
    if (metrics.isEmpty()) {
      for (String metric : ofRequests(entry.component(), labels)) {
        OwnNames.Named own = names.of(metric, entry.component(), labels);
        metrics.put(own.metric(), range(metric, entry.component(), labels).times(own.factor()));
        shown = own.labels();
      }
    }
    if (metrics.isEmpty()) {
      metrics.put("response_time_ms", RESPONSE_TIME);
    }
    return new RequestKind(
        entry.component(), entry.operation(), entry.weight(), Map.copyOf(shown), metrics);
  }

  /** Metrics of which each request has a value: those that objectives know by operation. */
  private List<String> ofRequests(String component, Map<String, String> labels) {
    return objectives.stream()
        .filter(objective -> objective.isCeiling() && objective.indicator().part().isEmpty())
        .filter(objective -> objective.indicator().unit().equals("ms"))
        .filter(objective -> objective.indicator().labels().containsKey(OPERATION))
        .filter(objective -> selects(objective, component, labels))
        .map(objective -> objective.indicator().metric())
        .distinct()
        .limit(1)
        .toList();
  }

  private boolean shows(RequestKind kind, Objective objective) {
    Map<String, String> labels =
        kind.operation().isEmpty() ? Map.of() : Map.of(OPERATION, kind.operation());
    return ofRequests(kind.component(), labels).contains(objective.indicator().metric())
        && selects(objective, kind.component(), labels);
  }

  private boolean selects(Objective objective, String component, Map<String, String> labels) {
    return objective.indicator().selects(load.reportsAs(), component, labels, conditions);
  }

  private ValueRange range(String metric, String component, Map<String, String> labels) {
    return ValueRange.within(
        objectives.stream()
            .filter(objective -> objective.indicator().metric().equals(metric))
            .filter(objective -> selects(objective, component, labels))
            .toList());
  }

  private void gauge(Objective objective) {
    Map<String, String> labels = new TreeMap<>();
    objective
        .indicator()
        .labels()
        .forEach(
            (name, pattern) -> {
              String given = conditions.get(name);
              if (given == null || !LabelPattern.accepts(pattern, given)) {
                labels.put(name, LabelPattern.words(pattern).get(0));
              }
            });
    String component = labels.getOrDefault(COMPONENT, objective.component());
    labels.remove(COMPONENT);
    String metric = objective.indicator().metric();
    switch (objective.statistic()) {
      case SUM, COUNT, EVENTS -> {
        if (objective.isCeiling()) {
          add(objective, component, labels, Gauge.Source.DRAWN, new ValueRange(0, 0), 0);
        }
      }
      default -> {
        if (objective.isDemandFloor()) {
          rate(objective, component, labels);
        } else if (metric.contains("users_count")) {
          // Fewer users than the profile has cannot show an objective of their number.
          if (plan.scale() >= 1 && hasUsers()) {
            add(objective, component, labels, Gauge.Source.USERS, null, 0);
          }
        } else {
          ValueRange range = range(metric, component, labels);
          add(objective, component, labels, Gauge.Source.DRAWN, range, 0);
        }
      }
    }
  }

  private boolean hasUsers() {
    return load.phases(plan.variant()).stream()
        .map(Phase::users)
        .anyMatch(users -> users.from() > 0 || users.to() > 0);
  }

  /** A rate that nobody asks for in this load is not reported: nothing can be said of it. */
  private void rate(Objective objective, String component, Map<String, String> labels) {
    if (!objective.indicator().metric().equals("request_throughput_per_s")) {
      return;
    }
    double share = share(component, labels, objective.indicator().labels());
    if (share > 0) {
      add(objective, component, labels, Gauge.Source.RATE, null, share);
    }
  }

  private double share(String component, Map<String, String> labels, Map<String, String> wanted) {
    double all = load.mix().stream().mapToDouble(MixEntry::weight).sum();
    if (labels.containsKey(OPERATION)) {
      return load.mix().stream()
              .filter(entry -> entry.operation().equals(labels.get(OPERATION)))
              .mapToDouble(MixEntry::weight)
              .sum()
          / all;
    }
    if (!wanted.containsKey(COMPONENT)) {
      return 1;
    }
    return load.ratePerRequest()
        .getOrDefault(
            component,
            load.mix().stream()
                    .filter(entry -> entry.component().equals(component))
                    .mapToDouble(MixEntry::weight)
                    .sum()
                / all);
  }

  private void add(
      Objective objective,
      String component,
      Map<String, String> labels,
      Gauge.Source source,
      ValueRange range,
      double share) {
    String metric = objective.indicator().metric();
    if (!objective.indicator().part().isEmpty()) {
      double part = objective.indicator().partIsBad() ? 0 : 1;
      put(component, labels, metric, Gauge.Source.DRAWN, new ValueRange(1, 1), 0);
      put(
          component,
          labels,
          objective.indicator().part(),
          Gauge.Source.DRAWN,
          new ValueRange(part, part),
          0);
      return;
    }
    if (source == Gauge.Source.RATE) {
      put(component, labels, "offered_" + metric, source, range, share);
      put(component, labels, metric, source, range, share);
      return;
    }
    OwnNames.Named own = names.of(metric, component, labels);
    put(
        component,
        own.labels(),
        own.metric(),
        source,
        range == null ? null : range.times(own.factor()),
        share);
  }

  private void put(
      String component,
      Map<String, String> labels,
      String metric,
      Gauge.Source source,
      ValueRange range,
      double share) {
    gauges
        .computeIfAbsent(new About(component, Map.copyOf(labels)), key -> new LinkedHashMap<>())
        .put(metric, new Gauge.Metric(metric, source, range, share));
  }
}
