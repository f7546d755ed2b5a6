package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.*;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.slo.AdviseActions;
import io.chimera.refinement.operators.slo.AdviseScaling;
import io.chimera.refinement.operators.slo.EvaluateObjectives;
import io.chimera.refinement.operators.slo.GroupAlerts;
import io.chimera.refinement.operators.slo.JudgeRelease;
import io.chimera.refinement.operators.slo.RaiseAlerts;
import io.chimera.refinement.operators.slo.RoutePanes;
import io.chimera.refinement.operators.slo.ScorePacks;
import io.chimera.refinement.operators.slo.WatchTiers;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The part of the data path that evaluates what the packs promise: objectives, tiers, releases,
 * scaling policies and alert rules, changed by control documents.
 *
 * @param statuses of the objectives
 * @param scores of whole packs
 * @param tiers findings about service tiers, with their statuses beside them
 * @param releases verdicts on releases
 * @param scaling advice of the scaling policies, with their reactions beside it
 * @param alerts of rules and of error budgets; one incident is one group
 * @param actions that alerts ask for
 */
record Objectives(
    DataStream<ObjectiveStatus> statuses,
    DataStream<ObjectiveStatus> scores,
    SingleOutputStreamOperator<Finding> tiers,
    DataStream<Finding> releases,
    SingleOutputStreamOperator<Recommendation> scaling,
    DataStream<Alert> alerts,
    DataStream<Recommendation> actions) {

  /** Evaluates panes of fleets, whose series merge all agents. */
  static Objectives define(
      DataStream<WindowStats> fleetPanes, DataStream<ControlUpdate> control, Plan plan) {
    BroadcastStream<ControlUpdate> documents = control.broadcast(RoutePanes.CHANGES);
    var routed =
        ROUTE_PANES.on(
            fleetPanes
                .connect(documents)
                .process(new RoutePanes(plan.documents()), EventTypes.INDICATOR_PANE));
    var objectives =
        EVALUATE_OBJECTIVES.on(
            byState(routed)
                .connect(documents)
                .process(
                    new EvaluateObjectives(plan.documents(), plan.shape().slideMillis()),
                    EventTypes.OBJECTIVE_STATUS));
    var tiers =
        WATCH_TIERS.on(
            byState(routed.getSideOutput(SideOutputs.TIER_PANES))
                .connect(documents)
                .process(new WatchTiers(plan.documents()), EventTypes.FINDING));
    var scores =
        SCORE_PACKS.on(
            objectives
                .keyBy(ObjectiveStatus::pack, Types.STRING)
                .process(new ScorePacks())
                .returns(EventTypes.OBJECTIVE_STATUS));
    var releases =
        JUDGE_RELEASES.on(
            byState(routed.getSideOutput(SideOutputs.RELEASE_PANES))
                .connect(documents)
                .process(new JudgeRelease(plan.documents()), EventTypes.FINDING));
    var scaling =
        ADVISE_SCALING.on(
            byState(routed.getSideOutput(SideOutputs.SCALING_PANES))
                .connect(documents)
                .process(new AdviseScaling(plan.documents()), EventTypes.RECOMMENDATION));

    // Alerts: of rules and of error budgets; one incident is one group.
    var alerts =
        GROUP_ALERTS.on(
            RAISE_ALERTS
                .on(
                    byState(routed.getSideOutput(SideOutputs.ALERT_PANES))
                        .connect(documents)
                        .process(new RaiseAlerts(plan.documents()), EventTypes.ALERT))
                .union(objectives.getSideOutput(SideOutputs.BURN_ALERTS))
                .keyBy(GroupAlerts::system, Types.STRING)
                .process(new GroupAlerts())
                .returns(EventTypes.ALERT));
    var asked =
        ADVISE_ACTIONS.on(alerts.flatMap(new AdviseActions()).returns(EventTypes.RECOMMENDATION));
    return new Objectives(objectives, scores, tiers, releases, scaling, alerts, asked);
  }

  private static KeyedStream<IndicatorPane, String> byState(DataStream<IndicatorPane> panes) {
    return panes.keyBy(IndicatorPane::stateKey, Types.STRING);
  }
}
