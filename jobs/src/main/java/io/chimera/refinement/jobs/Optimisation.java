package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.*;

import io.chimera.refinement.operators.ingest.TimelessWatermarks;
import io.chimera.refinement.operators.optimise.AdmitModels;
import io.chimera.refinement.operators.optimise.FindingSignals;
import io.chimera.refinement.operators.optimise.OutcomeSignals;
import io.chimera.refinement.operators.optimise.Recommend;
import io.chimera.refinement.operators.optimise.RouteOutcomes;
import io.chimera.refinement.operators.optimise.SelectModelDocuments;
import io.chimera.refinement.operators.optimise.SelectObjectives;
import io.chimera.refinement.operators.optimise.SloSignals;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.operators.window.FleetOnly;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The part of the data path that recommends: signals in event-time order, outcomes by the
 * recommendation they name, catalogues and models from the control topic.
 *
 * @param recommendations with what was learned, how long it took and dead letters beside them
 * @param outcomes routed to who asked for them
 * @param models admitted
 */
record Optimisation(
    SingleOutputStreamOperator<Recommendation> recommendations,
    SingleOutputStreamOperator<RoutedOutcome> outcomes,
    SingleOutputStreamOperator<ControlUpdate> models) {

  static Optimisation define(
      StreamExecutionEnvironment env,
      Ports ports,
      DataStream<WindowStats> windows,
      DataStream<Finding> findings,
      DataStream<ObjectiveStatus> objectives,
      DataStream<ControlUpdate> control,
      Plan plan) {
    var fleets = SELECT_FLEETS.on(windows.filter(new FleetOnly()));
    var outcomes =
        ROUTE_OUTCOMES.on(
            READ_OUTCOMES
                .on(
                    env.fromSource(
                        ports.outcomes(),
                        new TimelessWatermarks<>(),
                        READ_OUTCOMES.title(),
                        EventTypes.INBOUND_OUTCOME))
                .connect(
                    READ_ISSUED.on(
                        env.fromSource(
                            ports.issued(),
                            new TimelessWatermarks<>(),
                            READ_ISSUED.title(),
                            EventTypes.ISSUED)))
                .keyBy(plan.outcomeKey(), IssuedRecommendation::recommendationId, Types.STRING)
                .process(new RouteOutcomes(plan.outcomeGraceMillis(), plan.outcomeMemoryMillis()))
                .returns(EventTypes.ROUTED_OUTCOME));
    var signals =
        SELECT_OBJECTIVES
            .on(fleets.flatMap(new SelectObjectives()).returns(EventTypes.SIGNAL))
            .union(
                FINDING_SIGNALS.on(findings.map(new FindingSignals()).returns(EventTypes.SIGNAL)),
                OUTCOME_SIGNALS.on(outcomes.map(new OutcomeSignals()).returns(EventTypes.SIGNAL)),
                SLO_SIGNALS.on(objectives.flatMap(new SloSignals()).returns(EventTypes.SIGNAL)));
    var models =
        ADMIT_MODELS.on(
            SELECT_MODEL_DOCUMENTS
                .on(control.filter(new SelectModelDocuments()))
                .connect(
                    READ_MODELS.on(
                        env.fromSource(
                            ports.models(),
                            new TimelessWatermarks<>(),
                            READ_MODELS.title(),
                            EventTypes.INBOUND_MODEL)))
                .keyBy(ControlUpdate::name, InboundModel::model, Types.STRING)
                .process(new AdmitModels(plan.catalogues()))
                .returns(EventTypes.CONTROL));
    BroadcastStream<ControlUpdate> steering = control.union(models).broadcast(Recommend.CONTROL);
    var recommendations =
        RECOMMEND.on(
            signals
                .keyBy(Signal::subject, Types.STRING)
                .connect(steering)
                .process(
                    new Recommend(plan.catalogues(), plan.seed(), plan.ticker()),
                    EventTypes.RECOMMENDATION));
    return new Optimisation(recommendations, outcomes, models);
  }
}
