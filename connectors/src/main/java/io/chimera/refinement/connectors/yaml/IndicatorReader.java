package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Indicator;
import io.chimera.refinement.state.slo.LabelPattern;
import java.util.Map;
import java.util.Optional;

/** Reads the content of an SLI: which series, as a threshold metric or a ratio of two. */
final class IndicatorReader {
  private static final String ANY_RULE = "must be a name, \"*\", or alternatives such as =~(a|b)_c";

  private IndicatorReader() {}

  static Indicator read(Fields spec) {
    spec.free("description");
    Optional<Fields> threshold = spec.sectionIfPresent("thresholdMetric");
    Optional<Fields> ratio = spec.sectionIfPresent("ratioMetric");
    spec.end();
    if (threshold.isPresent() == ratio.isPresent()) {
      spec.fault("", "must have exactly one of thresholdMetric and ratioMetric", "", "");
    }
    Indicator indicator =
        ratio.isPresent()
            ? ratio(ratio.get())
            : threshold.map(IndicatorReader::metric).orElseGet(IndicatorReader::none);
    ratio.ifPresent(Fields::end);
    threshold.ifPresent(Fields::end);
    return indicator;
  }

  private static Indicator ratio(Fields ratio) {
    ratio.flag("counter");
    boolean bad = ratio.has("bad");
    if (bad == ratio.has("good")) {
      ratio.fault("", "must have exactly one of good and bad", "", "");
    }
    Indicator total =
        ratio.section("total").map(IndicatorReader::ended).orElseGet(IndicatorReader::none);
    Indicator part =
        ratio
            .sectionIfPresent(bad ? "bad" : "good")
            .map(IndicatorReader::ended)
            .orElseGet(IndicatorReader::none);
    return new Indicator(
        total.system(),
        total.component(),
        total.metric(),
        total.labels(),
        total.exclude(),
        "%",
        part.metric(),
        bad);
  }

  private static Indicator ended(Fields side) {
    Indicator indicator = metric(side);
    side.end();
    return indicator;
  }

  private static Indicator none() {
    return Indicator.of("", "", "", Map.of(), "");
  }

  private static Indicator metric(Fields side) {
    Optional<Fields> source = side.section("metricSource");
    Indicator indicator =
        source
            .flatMap(
                fields -> {
                  fields.free("metricSourceRef");
                  fields.text("type", "refinement", "refinement"::equals, "must be refinement");
                  Optional<Fields> spec = fields.section("spec");
                  fields.end();
                  return spec;
                })
            .map(IndicatorReader::selection)
            .orElseGet(IndicatorReader::none);
    return indicator;
  }

  /** System, component, metric, labels, exclusions, unit. */
  private static Indicator selection(Fields spec) {
    String metric = spec.text("metric", Names::isSubject, Names.SUBJECT_RULE);
    Indicator indicator =
        new Indicator(
            spec.text("system", IndicatorReader::isPattern, ANY_RULE),
            component(spec),
            metric,
            patterns(spec, "labels"),
            patterns(spec, "exclude"),
            unit(spec, metric),
            "",
            false);
    spec.end();
    return indicator;
  }

  static String component(Fields fields) {
    return fields.text("component", Names.ANY, IndicatorReader::isPattern, ANY_RULE);
  }

  /** Labels and what they must be. */
  static Map<String, String> patterns(Fields fields, String name) {
    Map<String, String> patterns = fields.words(name);
    patterns.forEach(
        (label, pattern) -> {
          if (!isPattern(pattern)) {
            fields.fault(name, ANY_RULE, pattern, "");
          }
        });
    return patterns;
  }

  /** A unit that is known and not another than the one in the metric's name. */
  static String unit(Fields fields, String metric) {
    String unit = fields.text("unit", "", Units::isUnit, Units.RULE);
    Units.ofName(metric)
        .filter(named -> !unit.isEmpty() && !unit.equals("-") && !named.equals(unit))
        .ifPresent(
            named ->
                fields.fault("unit", "must be " + named + ", as " + metric + " says", unit, ""));
    return unit;
  }

  private static boolean isPattern(String text) {
    try {
      return !text.isEmpty()
          && text.length() <= 256
          && LabelPattern.words(text).stream()
              .allMatch(word -> !word.isEmpty() || !text.startsWith("=~"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The indicator of an objective: inline, or the SLI that it refers to. Faults of an SLI are
   * reported where it is defined, not where it is referred to.
   */
  static Indicator ofObjective(Fields spec, References references) {
    Optional<Fields> inline = spec.sectionIfPresent("indicator");
    String name = spec.text("indicatorRef", "", Names::isDocument, Names.DOCUMENT_RULE);
    if (inline.isPresent() == !name.isEmpty()) {
      spec.fault("", "must have exactly one of indicator and indicatorRef", "", "");
      return Indicator.of("", "", "", Map.of(), "");
    }
    Optional<Fields> content;
    if (inline.isPresent()) {
      inline.get().free("metadata");
      content = inline.get().section("spec");
      inline.get().end();
    } else {
      content =
          references
              .find(Kinds.SLI, name)
              .map(found -> ((org.snakeyaml.engine.v2.nodes.MappingNode) found.root()))
              .flatMap(root -> new Fields(root, "", new Faults("")).sectionIfPresent("spec"));
      if (content.isEmpty()) {
        spec.fault("indicatorRef", "must be the name of an SLI", name, "");
      }
    }
    return content
        .map(IndicatorReader::read)
        .orElseGet(() -> Indicator.of("", "", "", Map.of(), ""));
  }
}
