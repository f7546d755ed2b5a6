package io.chimera.refinement.local.load;

import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.MetricCatalogue;
import io.chimera.refinement.state.slo.MetricCatalogue.Metric;
import io.chimera.refinement.state.slo.PaneRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a system calls the metrics that objectives know by another name. */
final class OwnNames {
  private static final String COMPONENT = "component";

  private final List<Metric> metrics;

  /**
   * A metric as the system reports it.
   *
   * @param factor what values of the indicator are multiplied with to get it
   */
  record Named(String metric, Map<String, String> labels, double factor) {}

  OwnNames(List<MetricCatalogue> catalogues, String system) {
    this.metrics =
        catalogues.stream()
            .filter(catalogue -> LabelPattern.accepts(catalogue.system(), system))
            .flatMap(catalogue -> catalogue.metrics().stream())
            .toList();
  }

  /** The own name; the indicator's where the system has none for values of it. */
  Named of(String indicator, String component, Map<String, String> labels) {
    return metrics.stream()
        .filter(metric -> metric.indicator().equals(indicator))
        .filter(metric -> metric.role() == PaneRole.VALUE)
        .filter(metric -> LabelPattern.accepts(metric.component(), component))
        .map(metric -> named(metric, component, labels))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> new Named(indicator, labels, 1));
  }

  private static Optional<Named> named(
      Metric metric, String component, Map<String, String> labels) {
    Map<String, String> own = new TreeMap<>(labels);
    for (Map.Entry<String, String> fixed : metric.labels().entrySet()) {
      String has = fixed.getKey().equals(COMPONENT) ? component : own.remove(fixed.getKey());
      if (!fixed.getValue().equals(has)) {
        return Optional.empty();
      }
    }
    metric
        .rename()
        .forEach(
            (name, known) -> {
              if (own.containsKey(known)) {
                own.put(name, own.remove(known));
              }
            });
    return Optional.of(new Named(metric.metric(), own, 1 / metric.factor()));
  }
}
