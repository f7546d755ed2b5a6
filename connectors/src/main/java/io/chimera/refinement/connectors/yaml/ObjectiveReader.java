package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Budget;
import io.chimera.refinement.state.slo.EvaluationWindow;
import io.chimera.refinement.state.slo.Indicator;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.Objective.Grouping;
import io.chimera.refinement.state.slo.Objective.Op;
import io.chimera.refinement.state.slo.Objective.Stated;
import io.chimera.refinement.state.slo.ObjectiveStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code SLO} of OpenSLO and {@code Objective}, its sibling for what has no error budget.
 *
 * <p>A statistic that the document does not state is marked with an asterisk. An SLO that is stated
 * by percentile multipliers becomes one objective per percentile (AEO-API-06).
 */
final class ObjectiveReader {
  private static final List<String> OPENSLO_OPS = List.of("lt", "lte", "gt", "gte");
  private static final List<String> ALL_OPS = List.of("lt", "lte", "gt", "gte", "eq", "report");
  private static final Pattern MULTIPLIER = Pattern.compile("(p\\d{2,3}) x (\\d+(?:\\.\\d+)?)");

  private final Document document;
  private final Faults faults;
  private final References references;

  ObjectiveReader(Document document, Faults faults, References references) {
    this.document = document;
    this.faults = faults;
    this.references = references;
  }

  /** The objectives, or none with at least one fault more. */
  List<Objective> read() {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    String service = spec.text("service", Names::isDocument, Names.DOCUMENT_RULE);
    Indicator indicator = IndicatorReader.ofObjective(spec, references);
    List<String> policies = policies(spec);
    List<Objective> objectives =
        document.kind().equals(Kinds.SLO)
            ? slo(spec, service, indicator, policies)
            : plain(spec, service, indicator, policies);
    spec.end();
    if (faults.count() == before) {
      objectives.forEach(objective -> ImpossibleLimits.check(objective, document, faults));
    }
    return faults.count() > before ? List.of() : objectives;
  }

  private static List<String> policies(Fields spec) {
    List<String> names = new ArrayList<>();
    for (Fields policy : spec.sectionsIfPresent("alertPolicies")) {
      names.add(policy.text("alertPolicyRef", Names::isDocument, Names.DOCUMENT_RULE));
      policy.end();
    }
    return names;
  }

  private List<Objective> slo(
      Fields spec, String service, Indicator indicator, List<String> policies) {
    List<Fields> windows = spec.sections("timeWindow");
    String method = spec.choice("budgetingMethod", BudgetReader.METHODS);
    List<Fields> limits = spec.sections("objectives");
    if (windows.size() != 1) {
      spec.fault("timeWindow", "must be one", Integer.toString(windows.size()), "");
    }
    if (limits.size() != 1) {
      spec.fault(
          "objectives",
          "must be one for a threshold",
          Integer.toString(limits.size()),
          "write one SLO per limit");
    }
    if (windows.size() != 1 || limits.size() != 1) {
      return List.of();
    }
    Fields limit = limits.get(0);
    boolean ratio = !indicator.part().isEmpty();
    limit.free("displayName");
    Op op = ratio && !limit.has("op") ? Op.GTE : op(limit.choice("op", OPENSLO_OPS));
    double target = BudgetReader.target(limit);
    double value =
        ratio && !limit.has("value")
            ? target * 100
            : limit.number("value", -Double.MAX_VALUE, Double.MAX_VALUE);
    String text = ratio && !limit.has("value") ? "" : limit.line("value");
    limit.number("timeSliceTarget", 1, 0, 1);
    limit.duration("timeSliceWindow", 60_000, 60_000, 60_000);
    limit.end();
    Budget budget = BudgetReader.read(windows.get(0), method, target);
    String multipliers = document.annotation(Annotations.PERCENTILES);
    if (multipliers.isEmpty()) {
      return List.of(
          objective(
              document.name(),
              service,
              indicator,
              op,
              value,
              text,
              statistic(ratio),
              budget,
              policies,
              note()));
    }
    List<Objective> objectives = new ArrayList<>();
    for (String part : multipliers.split(", ", -1)) {
      Matcher form = MULTIPLIER.matcher(part);
      if (!form.matches() || word(form.group(1)).isEmpty()) {
        faults.add(
            document.line(),
            "metadata.annotations.refinement.io/percentiles",
            "must be percentiles and factors such as p50 x 0.8, p95 x 1.2",
            part,
            "");
        return List.of();
      }
      objectives.add(
          percentile(
              form.group(1), form.group(2), service, indicator, op, value, budget, policies));
    }
    return objectives;
  }

  private Objective percentile(
      String name,
      String factor,
      String service,
      Indicator indicator,
      Op op,
      double value,
      Budget budget,
      List<String> policies) {
    double limit = Math.round(value * Double.parseDouble(factor) * 1e9) / 1e9;
    double share =
        switch (name) {
          case "p50" -> 0.5;
          case "p99" -> 0.99;
          case "p999" -> 0.999;
          default -> 0.95;
        };
    String remark = "target " + plain(value) + " " + indicator.unit() + " x " + factor;
    String further = document.annotation(Annotations.NOTE);
    String share100 = plain(Math.round(share * 1e6) / 1e4);
    Objective objective =
        objective(
            document.name() + '-' + name,
            service,
            indicator,
            op,
            limit,
            plain(limit),
            word(name).orElseThrow(),
            new Budget(budget.method(), share, budget.periodMillis(), budget.calendar()),
            policies,
            further.isEmpty() ? remark : remark + "; " + further);
    return withStated(
        objective,
        new Stated(name, document.annotation(Annotations.WINDOW), share100 + "% of events"));
  }

  private static Objective withStated(Objective from, Stated stated) {
    return new Objective(
        from.name(),
        from.pack(),
        from.component(),
        from.indicator(),
        from.op(),
        from.value(),
        from.text(),
        from.statistic(),
        from.window(),
        from.budget(),
        stated,
        from.requirement(),
        from.note(),
        from.by(),
        from.policies(),
        from.exclusions());
  }

  private List<Objective> plain(
      Fields spec, String service, Indicator indicator, List<String> policies) {
    Op op = op(spec.choice("op", ALL_OPS));
    String text = spec.line("value");
    double value =
        op == Op.REPORT || op == Op.EQ
            ? 0
            : spec.number("value", -Double.MAX_VALUE, Double.MAX_VALUE);
    return List.of(
        objective(
            document.name(),
            service,
            indicator,
            op,
            value,
            text,
            statistic(false),
            Budget.NONE,
            policies,
            note()));
  }

  private Objective objective(
      String name,
      String service,
      Indicator indicator,
      Op op,
      double value,
      String text,
      ObjectiveStatistic statistic,
      Budget budget,
      List<String> policies,
      String note) {
    String prefix = indicator.system() + '-';
    String component = service.startsWith(prefix) ? service.substring(prefix.length()) : service;
    return new Objective(
        name,
        indicator.system(),
        component.replace('-', '_'),
        indicator,
        op,
        value,
        text,
        statistic,
        window(),
        budget,
        new Stated(
            document.annotation(Annotations.STATISTIC),
            document.annotation(Annotations.WINDOW),
            document.annotation(Annotations.BUDGET)),
        document.annotation(Annotations.REQUIREMENT),
        note,
        document.annotation(Annotations.BY).equals("component") ? Grouping.COMPONENT : Grouping.ALL,
        policies,
        ExclusionCaps.read(document, faults));
  }

  private String note() {
    return document.annotation(Annotations.NOTE);
  }

  private ObjectiveStatistic statistic(boolean ratio) {
    String stated = document.annotation(Annotations.STATISTIC).replace("*", "");
    if (stated.isEmpty()) {
      return ratio ? ObjectiveStatistic.RATIO : ObjectiveStatistic.AVG;
    }
    return word(stated)
        .orElseGet(
            () -> {
              faults.add(
                  document.line(),
                  "metadata.annotations.refinement.io/statistic",
                  "must be a statistic such as p95, avg, max, rate or ratio",
                  stated,
                  "");
              return ObjectiveStatistic.AVG;
            });
  }

  /** The statistic of a name. */
  static Optional<ObjectiveStatistic> word(String name) {
    for (ObjectiveStatistic statistic : ObjectiveStatistic.values()) {
      if (statistic.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(statistic);
      }
    }
    return Optional.empty();
  }

  private EvaluationWindow window() {
    String stated = document.annotation(Annotations.WINDOW);
    return Windows.parse(stated.isEmpty() ? "5m" : stated)
        .orElseGet(
            () -> {
              faults.add(
                  document.line(),
                  "metadata.annotations.refinement.io/window",
                  "must be a duration such as 5m, or run, per incident or test",
                  stated,
                  "");
              return EvaluationWindow.sliding(300_000);
            });
  }

  /** The comparison of a word; of any for one that is a fault already. */
  private static Op op(String word) {
    return ALL_OPS.contains(word) ? Op.valueOf(word.toUpperCase(Locale.ROOT)) : Op.LT;
  }

  static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
