package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.Routes;
import io.chimera.refinement.state.slo.Routes.Route;
import io.chimera.refinement.state.window.Pane;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each closed pane of a fleet series to the objectives, rules and policies that it is part
 * of, under the names they know it by: the own names of a system are translated on the way.
 *
 * <p>State: none but the documents. Which way a series goes is found once and remembered until a
 * document changes.
 */
public final class RoutePanes
    extends BroadcastProcessFunction<WindowStats, ControlUpdate, IndicatorPane> {
  private static final long serialVersionUID = 1;

  /** Changes of documents; all operators of this package take the same. */
  public static final MapStateDescriptor<String, ControlUpdate> CHANGES = PlanInForce.CHANGES;

  private final PlanInForce documents;
  private transient Routes routes;

  /** The newest pane that each absence rule was told of: one sign of life per pane is enough. */
  private transient Map<String, Long> signs;

  public RoutePanes(Map<String, ControlUpdate> initial) {
    this.documents = new PlanInForce(initial);
  }

  @Override
  public void processElement(
      WindowStats pane, ReadOnlyContext context, Collector<IndicatorPane> out) throws Exception {
    if (routes == null) {
      routes = new Routes(documents.plan(context.getBroadcastState(CHANGES)));
      signs = new HashMap<>();
    }
    for (Route route : routes.of(pane.series())) {
      switch (route.audience()) {
        case OBJECTIVES -> out.collect(part(route, "", pane, pane.total()));
        case ALERTS -> alert(route, pane, context);
        case SCALING ->
            context.output(SideOutputs.SCALING_PANES, part(route, "", pane, pane.total()));
        case TIERS -> context.output(SideOutputs.TIER_PANES, part(route, "", pane, pane.total()));
        case USUAL ->
            context.output(SideOutputs.RELEASE_PANES, part(route, "", pane, pane.total()));
        case RELEASES ->
            pane.releases()
                .forEach(
                    (release, share) ->
                        context.output(
                            SideOutputs.RELEASE_PANES, part(route, release, pane, share)));
      }
    }
  }

  private void alert(Route route, WindowStats pane, ReadOnlyContext context) {
    if (!route.subject().equals(LabelPattern.ANY)) {
      context.output(SideOutputs.ALERT_PANES, part(route, "", pane, pane.total()));
    } else if (signs.getOrDefault(route.key(), Long.MIN_VALUE) < pane.endMillis()) {
      signs.put(route.key(), pane.endMillis());
      context.output(SideOutputs.ALERT_PANES, part(route, "", pane, new Pane()));
    }
  }

  private static IndicatorPane part(Route route, String release, WindowStats pane, Pane values) {
    return new IndicatorPane(
        route.key(),
        route.subject(),
        route.term(),
        route.role(),
        release,
        pane.startMillis(),
        pane.endMillis(),
        route.factor() == 1 ? values : values.scaled(route.factor()));
  }

  @Override
  public void processBroadcastElement(
      ControlUpdate update, Context context, Collector<IndicatorPane> out) throws Exception {
    if (documents.change(update, context.getBroadcastState(CHANGES))) {
      routes = null;
    }
  }
}
