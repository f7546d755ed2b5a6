package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.SeriesKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who wants the panes of which fleet series. Found once per series and remembered; a change of the
 * plan begins anew.
 */
public final class Routes {
  private static final String OFFERED = "offered_";

  private final SloPlan plan;
  private final Map<String, Indicator> objectiveIndicators = new HashMap<>();
  private final Map<String, Objective.Grouping> grouping = new HashMap<>();
  private final Map<String, List<RuleTerm>> terms = new HashMap<>();
  private final Map<String, List<Route>> known = new HashMap<>();

  /** Whom a pane is for. */
  public enum Audience {
    OBJECTIVES,
    ALERTS,
    SCALING,
    RELEASES,
    USUAL,
    TIERS
  }

  /**
   * One destination of a series.
   *
   * @param audience whom it is for
   * @param key which indicator, rule or policy
   * @param subject what it is about
   * @param term id of the indicator within it
   * @param role what the values mean
   * @param factor what they are multiplied with
   */
  public record Route(
      Audience audience, String key, String subject, String term, PaneRole role, double factor) {}

  /** A series under the name that indicators know it by. */
  private record Alias(
      String component, String metric, Map<String, String> labels, PaneRole role, double factor) {}

  public Routes(SloPlan plan) {
    this.plan = plan;
    for (Objective objective : plan.objectives()) {
      if (objective.isLive()) {
        String key = objectiveKey(objective);
        objectiveIndicators.put(key, objective.indicator());
        grouping.put(key, objective.by());
      }
    }
    plan.rules().forEach((name, rule) -> terms.put(name, RuleTerm.of(rule, plan.objectives())));
  }

  /** Which objectives are evaluated together: same indicator, same grouping. */
  public static String objectiveKey(Objective objective) {
    return objective.pack() + " " + objective.by() + " " + objective.indicator().id();
  }

  /** The destinations of a fleet series. */
  public List<Route> of(String series) {
    return known.computeIfAbsent(series, text -> find(SeriesKey.parse(text)));
  }

  private List<Route> find(SeriesKey series) {
    Map<String, String> conditions = plan.conditions(series.system());
    Set<Route> routes = new LinkedHashSet<>();
    for (Alias alias : aliases(series)) {
      String subject = series.system() + '/' + alias.component();
      objectives(series, alias, conditions, subject, routes);
      alerts(series, alias, conditions, subject, routes);
      scaling(series, alias, conditions, subject, routes);
      releases(series, alias, subject, routes);
      tiers(series, alias, conditions, routes);
    }
    return List.copyOf(routes);
  }

  private List<Alias> aliases(SeriesKey series) {
    List<Alias> aliases = new ArrayList<>();
    aliases.add(
        new Alias(series.component(), series.metric(), series.labelMap(), PaneRole.VALUE, 1));
    for (MetricCatalogue catalogue : plan.catalogues()) {
      if (!LabelPattern.accepts(catalogue.system(), series.system())) {
        continue;
      }
      for (MetricCatalogue.Metric metric : catalogue.metrics()) {
        if (metric.metric().equals(series.metric())
            && LabelPattern.accepts(metric.component(), series.component())) {
          aliases.add(alias(series, metric));
        }
      }
    }
    return aliases;
  }

  private static Alias alias(SeriesKey series, MetricCatalogue.Metric metric) {
    Map<String, String> labels = new HashMap<>(metric.labels());
    series
        .labelMap()
        .forEach((name, value) -> labels.put(metric.rename().getOrDefault(name, name), value));
    String component = labels.getOrDefault("component", series.component());
    return new Alias(component, metric.indicator(), labels, metric.role(), metric.factor());
  }

  private void objectives(
      SeriesKey series,
      Alias alias,
      Map<String, String> conditions,
      String subject,
      Set<Route> routes) {
    objectiveIndicators.forEach(
        (key, indicator) ->
            role(indicator, alias)
                .filter(
                    role ->
                        indicator.selects(
                            series.system(), alias.component(), alias.labels(), conditions))
                .ifPresent(
                    role ->
                        routes.add(
                            new Route(
                                Audience.OBJECTIVES,
                                key,
                                grouping.get(key) == Objective.Grouping.ALL
                                    ? series.system()
                                    : subject,
                                indicator.id(),
                                role,
                                alias.factor()))));
  }

  private void alerts(
      SeriesKey series,
      Alias alias,
      Map<String, String> conditions,
      String subject,
      Set<Route> routes) {
    for (AlertRule rule : plan.rules().values()) {
      for (RuleTerm term : terms.get(rule.name())) {
        boolean anything = rule.absence() && term.indicator().metric().equals(LabelPattern.ANY);
        java.util.Optional<PaneRole> role =
            anything ? java.util.Optional.of(PaneRole.VALUE) : role(term.indicator(), alias);
        if (role.isPresent()
            && term.indicator()
                .selects(series.system(), alias.component(), alias.labels(), conditions)) {
          String about =
              anything && term.indicator().system().equals(LabelPattern.ANY)
                  ? LabelPattern.ANY
                  : switch (rule.by()) {
                    case COMPONENT -> subject;
                    case SYSTEM -> series.system();
                    case SERIES ->
                        series.labels().isEmpty() ? subject : subject + '{' + series.labels() + '}';
                  };
          routes.add(
              new Route(
                  Audience.ALERTS, rule.name(), about, term.key(), role.get(), alias.factor()));
        }
      }
    }
  }

  private void scaling(
      SeriesKey series,
      Alias alias,
      Map<String, String> conditions,
      String subject,
      Set<Route> routes) {
    for (ScalingPolicy policy : plan.scaling()) {
      if (!policy.system().equals(series.system())
          || !LabelPattern.accepts(policy.component(), alias.component())) {
        continue;
      }
      if (alias.metric().equals(policy.instances())) {
        routes.add(
            new Route(
                Audience.SCALING,
                policy.name(),
                subject,
                ScalingWatch.INSTANCES,
                PaneRole.VALUE,
                alias.factor()));
      }
      for (ScalingPolicy.Metric metric : policy.metrics()) {
        role(metric.indicator(), alias)
            .filter(
                role ->
                    metric
                        .indicator()
                        .selects(series.system(), alias.component(), alias.labels(), conditions))
            .ifPresent(
                role ->
                    routes.add(
                        new Route(
                            Audience.SCALING,
                            policy.name(),
                            subject,
                            metric.indicator().id(),
                            role,
                            alias.factor())));
      }
    }
  }

  private void releases(SeriesKey series, Alias alias, String subject, Set<Route> routes) {
    for (RegressionBudget budget : plan.regressions()) {
      if (alias.role() == PaneRole.VALUE
          && LabelPattern.accepts(budget.system(), series.system())
          && LabelPattern.accepts(budget.metrics(), alias.metric())) {
        routes.add(
            new Route(
                budget.perRelease() ? Audience.RELEASES : Audience.USUAL,
                budget.name(),
                subject
                    + '/'
                    + alias.metric()
                    + (series.labels().isEmpty() ? "" : '{' + series.labels() + '}'),
                "",
                PaneRole.VALUE,
                alias.factor()));
      }
    }
  }

  private void tiers(
      SeriesKey series, Alias alias, Map<String, String> conditions, Set<Route> routes) {
    for (TierPolicy policy : plan.tiers()) {
      for (TierPolicy.Tier tier : policy.indicators()) {
        role(tier.indicator(), alias)
            .filter(
                role ->
                    tier.indicator()
                        .selects(series.system(), alias.component(), alias.labels(), conditions))
            .ifPresent(
                role ->
                    routes.add(
                        new Route(
                            Audience.TIERS,
                            policy.name(),
                            series.system(),
                            tier.indicator().id(),
                            role,
                            alias.factor())));
      }
    }
  }

  /** What the alias means to the indicator, if anything. */
  private static java.util.Optional<PaneRole> role(Indicator indicator, Alias alias) {
    if (alias.metric().equals(OFFERED + indicator.metric())) {
      return java.util.Optional.of(PaneRole.OFFERED);
    }
    if (alias.metric().equals(indicator.part()) && !indicator.part().isEmpty()) {
      return java.util.Optional.of(PaneRole.PART);
    }
    if (!alias.metric().equals(indicator.metric())) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(indicator.part().isEmpty() ? alias.role() : PaneRole.TOTAL);
  }
}
