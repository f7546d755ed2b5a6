package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.connectors.yaml.LoadProfile.Blemishes;
import io.chimera.refinement.connectors.yaml.LoadProfile.Disturbance;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.slo.LabelPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the reports of a run. The n-th report depends on the seed, the plan and n alone, its times
 * aside. Not thread-safe.
 */
final class ReportSource {
  private static final double PERCENT = 100;
  private static final double HOUR_MILLIS = 3_600_000;
  private static final double SCALE = 1e6;

  /** Gauges draw from other positions than requests. */
  private static final long GAUGES = 1L << 60;

  private final ReportWriter writer = new ReportWriter();
  private final LoadPlan plan;
  private final Schedule schedule;
  private final SystemModel model;
  private final List<Disturbance> disturbances;
  private final String run;
  private final double weights;
  private long gauges;

  /**
   * A report, ready to be sent.
   *
   * @param twice whether it is sent again
   */
  record Made(byte[] key, byte[] value, boolean twice) {}

  /**
   * @param run what distinguishes the ids of this run from those of others
   */
  ReportSource(LoadPlan plan, Schedule schedule, SystemModel model, String run) {
    this.plan = plan;
    this.schedule = schedule;
    this.model = model;
    this.disturbances = plan.disturbances();
    this.run = run;
    this.weights = model.kinds().stream().mapToDouble(RequestKind::weight).sum();
  }

  /**
   * The n-th report of the schedule; empty when a disturbance withholds it.
   *
   * @param millis when it is due, from the beginning
   * @param eventMillis its event time before disorder
   */
  Optional<Made> report(long n, double millis, long eventMillis) {
    Draw draw = new Draw(plan.seed(), n);
    RequestKind kind = kind(draw.unit() * weights);
    int agent = (int) (draw.unit() * plan.agents());
    Blemishes blemishes = plan.load().blemishes();
    boolean twice = draw.unit() * PERCENT < blemishes.duplicatesPercent();
    boolean behind = draw.unit() * PERCENT < blemishes.disorderPercent();
    long eventAt =
        behind ? eventMillis - (long) draw.between(0, blemishes.disorderMillis()) : eventMillis;
    if (isSilent(kind.component(), agent, millis)) {
      return Optional.empty();
    }
    Map<String, Object> metrics = new LinkedHashMap<>();
    kind.metrics()
        .forEach(
            (metric, range) -> {
              double factor = factor(kind.component(), metric, agent, millis);
              metrics.put(metric, values(range, factor, draw));
            });
    return Optional.of(
        made(
            run + '-' + n,
            kind.component(),
            kind.component() + '-' + agent,
            eventAt,
            metrics,
            kind.labels(),
            twice));
  }

  /** What is reported beside the requests at a moment. */
  List<Made> gauges(double millis, long eventMillis) {
    List<Made> reports = new ArrayList<>();
    for (Gauge gauge : model.gauges()) {
      Draw draw = new Draw(plan.seed(), GAUGES + gauges);
      if (!isSilent(gauge.component(), 0, millis)) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (Gauge.Metric metric : gauge.metrics()) {
          double value =
              switch (metric.source()) {
                case DRAWN -> metric.range().draw(draw);
                case RATE -> schedule.requestsPerSecond(millis) * metric.share();
                case USERS -> schedule.users(millis);
              };
          metrics.put(
              metric.name(), rounded(value * factor(gauge.component(), metric.name(), 0, millis)));
        }
        reports.add(
            made(
                run + "-g" + gauges,
                gauge.component(),
                "gauges-" + gauge.component(),
                eventMillis,
                metrics,
                gauge.labels(),
                false));
      }
      gauges++;
    }
    return reports;
  }

  private Object values(ValueRange range, double factor, Draw draw) {
    int count = plan.load().requestsPerReport();
    if (count == 1) {
      return rounded(range.draw(draw) * factor);
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = rounded(range.draw(draw) * factor);
    }
    return values;
  }

  private Made made(
      String id,
      String component,
      String agent,
      long eventMillis,
      Map<String, ?> metrics,
      Map<String, String> labels,
      boolean twice) {
    byte[] value =
        writer.write(
            id,
            plan.load().reportsAs(),
            component,
            agent,
            eventMillis,
            KpiReport.NO_SEQUENCE,
            metrics,
            labels);
    return new Made(agent.getBytes(StandardCharsets.UTF_8), value, twice);
  }

  private RequestKind kind(double drawn) {
    double seen = 0;
    for (RequestKind kind : model.kinds()) {
      seen += kind.weight();
      if (drawn < seen) {
        return kind;
      }
    }
    return model.kinds().get(model.kinds().size() - 1);
  }

  private boolean isSilent(String component, int agent, double millis) {
    return disturbances.stream()
        .anyMatch(each -> each.silent() && befalls(each, component, "*", agent, millis));
  }

  private double factor(String component, String metric, int agent, double millis) {
    double factor = 1;
    for (Disturbance each : disturbances) {
      if (!each.silent() && befalls(each, component, metric, agent, millis)) {
        double hours = (millis - each.fromMillis()) / HOUR_MILLIS;
        factor *= each.factor() * (1 + each.driftPercentPerHour() / PERCENT * hours);
      }
    }
    return factor;
  }

  private boolean befalls(
      Disturbance each, String component, String metric, int agent, double millis) {
    return millis >= each.fromMillis()
        && millis < each.fromMillis() + (double) each.durationMillis()
        && LabelPattern.accepts(each.component(), component)
        && LabelPattern.accepts(each.metric(), metric)
        && agent < Math.ceil(plan.agents() * each.agentsPercent() / PERCENT);
  }

  private static double rounded(double value) {
    return Math.rint(value * SCALE) / SCALE;
  }
}
