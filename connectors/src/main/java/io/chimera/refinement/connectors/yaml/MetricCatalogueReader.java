package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.MetricCatalogue;
import io.chimera.refinement.state.slo.MetricCatalogue.Metric;
import io.chimera.refinement.state.slo.PaneRole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the content of {@code kind: MetricCatalogue}. */
final class MetricCatalogueReader {
  private static final long DAY = 86_400_000;

  private MetricCatalogueReader() {}

  /** The catalogue, or empty with at least one fault more. */
  static Optional<MetricCatalogue> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    List<Metric> metrics = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Fields entry : spec.sections("metrics")) {
      Metric metric = metric(entry);
      entry.end();
      if (!seen.add(
          metric.metric()
              + ' '
              + metric.component()
              + ' '
              + metric.indicator()
              + ' '
              + metric.role()
              + metric.labels())) {
        entry.fault("metric", "must be mapped to an indicator once", metric.metric(), "");
      }
      metrics.add(metric);
    }
    MetricCatalogue catalogue =
        new MetricCatalogue(
            document.name(), Selection.system(spec), metrics, spec.duration("cadence", 0, 0, DAY));
    spec.end();
    return faults.count() > before ? Optional.empty() : Optional.of(catalogue);
  }

  private static Metric metric(Fields entry) {
    entry.free("description");
    String name = entry.text("metric", Names::isSubject, Names.SUBJECT_RULE);
    String indicator = entry.text("indicator", name, Names::isSubject, Names.SUBJECT_RULE);
    String unit = entry.text("unit", "", Units::isUnit, Units.RULE);
    PaneRole role =
        switch (entry.choiceOrFirst("as", List.of("value", "count", "part", "total", "offered"))) {
          case "count" -> PaneRole.COUNT;
          case "part" -> PaneRole.PART;
          case "total" -> PaneRole.TOTAL;
          case "offered" -> PaneRole.OFFERED;
          default -> PaneRole.VALUE;
        };
    double factor = entry.number("factor", 1, 1e-15, 1e15);
    if (role == PaneRole.VALUE && factor == 1 && !unit.isEmpty()) {
      Units.ofName(indicator)
          .filter(wanted -> !wanted.equals(unit))
          .ifPresent(
              wanted ->
                  entry.fault(
                      "factor",
                      "must be given to get from " + unit + " to " + wanted,
                      "",
                      "it is what a value is multiplied with"));
    }
    List<Double> buckets = new ArrayList<>();
    for (String bound : entry.texts("buckets")) {
      try {
        buckets.add(Double.parseDouble(bound));
      } catch (NumberFormatException e) {
        entry.fault("buckets", "must be numbers", bound, "");
      }
    }
    for (int i = 1; i < buckets.size(); i++) {
      if (buckets.get(i) <= buckets.get(i - 1)) {
        entry.fault("buckets", "must rise", buckets.toString(), "");
        break;
      }
    }
    return new Metric(
        name,
        IndicatorReader.component(entry),
        indicator,
        factor,
        role,
        entry.words("rename"),
        entry.words("labels"),
        buckets);
  }
}
