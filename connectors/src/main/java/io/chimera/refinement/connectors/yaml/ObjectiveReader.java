package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Budget;
import io.chimera.refinement.state.slo.EvaluationWindow;
import io.chimera.refinement.state.slo.Indicator;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.Objective.ExclusionCap;
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
  private static final List<String> METHODS =
      List.of("Occurrences", "Timeslices", "RatioTimeslices");
  private static final Pattern MULTIPLIER = Pattern.compile("(p\\d{2,3}) x (\\d+(?:\\.\\d+)?)");
  private static final Pattern CAP = Pattern.compile("([a-z]+) (\\d+[smhd])/(1[WMQY])");
  private static final long DAY = 86_400_000;

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
    Indicator indicator = indicator(spec);
    List<String> policies = policies(spec);
    List<Objective> objectives =
        document.kind().equals(Kinds.SLO)
            ? slo(spec, service, indicator, policies)
            : plain(spec, service, indicator, policies);
    spec.end();
    if (faults.count() == before) {
      objectives.forEach(this::possible);
    }
    return faults.count() > before ? List.of() : objectives;
  }

  private Indicator indicator(Fields spec) {
    Optional<Fields> inline = spec.sectionIfPresent("indicator");
    String name = spec.text("indicatorRef", "", Names::isDocument, Names.DOCUMENT_RULE);
    if (inline.isPresent() == !name.isEmpty()) {
      spec.fault("", "must have exactly one of indicator and indicatorRef", "", "");
      return Indicator.of("", "", "", java.util.Map.of(), "");
    }
    Optional<Fields> content;
    if (inline.isPresent()) {
      inline.get().free("metadata");
      content = inline.get().section("spec");
      inline.get().end();
    } else {
      // Faults of an indicator are reported where it is defined, not where it is referred to.
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
        .orElseGet(() -> Indicator.of("", "", "", java.util.Map.of(), ""));
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
    String method = spec.choice("budgetingMethod", METHODS);
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
    double target = target(limit);
    double value =
        ratio && !limit.has("value")
            ? target * 100
            : limit.number("value", -Double.MAX_VALUE, Double.MAX_VALUE);
    String text = ratio && !limit.has("value") ? "" : limit.line("value");
    limit.number("timeSliceTarget", 1, 0, 1);
    limit.duration("timeSliceWindow", 60_000, 60_000, 60_000);
    limit.end();
    Budget budget = budget(windows.get(0), method, target);
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
        exclusions());
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

  private Budget budget(Fields window, String method, double target) {
    String duration =
        window.text(
            "duration",
            text -> Windows.period(text).isPresent(),
            "must be a period such as 28d, 1M or 1Y");
    boolean rolling = window.flag("isRolling");
    Optional<Fields> calendar = window.sectionIfPresent("calendar");
    calendar.ifPresent(
        fields -> {
          fields.free("startTime");
          fields.text("timeZone", "UTC"::equals, "must be UTC");
          fields.end();
        });
    window.end();
    if (rolling == calendar.isPresent()) {
      window.fault("", "must be either rolling or a calendar period", "", "");
    }
    Budget.Calendar unit = calendar.isPresent() ? Windows.calendar(duration) : Budget.Calendar.NONE;
    if (calendar.isPresent() && unit == Budget.Calendar.NONE) {
      window.fault("duration", "must be 1w, 1M, 1Q or 1Y for a calendar period", duration, "");
    }
    long millis = Windows.period(duration).orElse(30 * DAY);
    if (millis > 366 * DAY || millis < 3_600_000) {
      window.fault("duration", "must be from 1h to 1Y", duration, "");
    }
    return new Budget(
        Budget.Method.values()[1 + METHODS.indexOf(method)],
        target,
        calendar.isPresent() ? 0 : millis,
        unit);
  }

  private double target(Fields limit) {
    boolean percent = limit.has("targetPercent");
    if (percent == limit.has("target")) {
      limit.fault("target", "must be given once, as target or targetPercent", "", "");
      limit.free("target");
      return 0.99;
    }
    String name = percent ? "targetPercent" : "target";
    double most = percent ? 100 : 1;
    double given = limit.number(name, 0, most);
    if (given == most) {
      limit.fault(
          name,
          "must be less than " + plain(most),
          plain(given),
          "a budget of nothing cannot be burnt; write an Objective instead");
    }
    return percent ? given / 100 : given;
  }

  private List<ExclusionCap> exclusions() {
    String stated = document.annotation(Annotations.EXCLUSIONS);
    List<ExclusionCap> caps = new ArrayList<>();
    if (stated.isEmpty()) {
      return caps;
    }
    for (String part : stated.split(", ", -1)) {
      Matcher form = CAP.matcher(part);
      if (form.matches()) {
        caps.add(
            new ExclusionCap(
                form.group(1),
                Durations.millis(form.group(2)).orElse(0),
                Windows.calendar(form.group(3))));
      } else {
        faults.add(
            document.line(),
            "metadata.annotations.refinement.io/exclusions",
            "must be caps such as scheduled 1h/1M, major 2h/1Y",
            part,
            "");
      }
    }
    return caps;
  }

  /** What no value can ever show. */
  private void possible(Objective objective) {
    boolean share =
        objective.statistic() == ObjectiveStatistic.RATIO
            && objective.indicator().unit().equals("%");
    boolean limited = objective.op() != Op.REPORT && objective.op() != Op.EQ;
    if (limited && share && (objective.value() < 0 || objective.value() > 100)) {
      faults.add(
          document.line(),
          "spec.objectives[0].value",
          "must be in [0, 100] for a share in %",
          objective.text(),
          "");
    } else if (limited && share && objective.op() == Op.GT && objective.value() == 100) {
      faults.add(
          document.line(),
          "spec.objectives[0].value",
          "must be below 100 for op gt",
          "100",
          "no share is more");
    } else if (objective.isCeiling()
        && objective.op() == Op.LT
        && objective.value() <= 0
        && List.of("ms", "s", "min", "h", "d", "%").contains(objective.indicator().unit())) {
      faults.add(
          document.line(),
          "spec.objectives[0].value",
          "must be above 0 for op lt",
          objective.text(),
          "nothing is less than 0 " + objective.indicator().unit());
    }
  }

  /** The comparison of a word; of any for one that is a fault already. */
  private static Op op(String word) {
    return ALL_OPS.contains(word) ? Op.valueOf(word.toUpperCase(Locale.ROOT)) : Op.LT;
  }

  static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
