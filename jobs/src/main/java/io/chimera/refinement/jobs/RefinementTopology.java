package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.*;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.ingest.AdmitControl;
import io.chimera.refinement.operators.ingest.DropDuplicates;
import io.chimera.refinement.operators.ingest.KeepLedger;
import io.chimera.refinement.operators.ingest.SelectSequences;
import io.chimera.refinement.operators.ingest.TimelessWatermarks;
import io.chimera.refinement.operators.ingest.TrackSequences;
import io.chimera.refinement.operators.ingest.ValidateReports;
import io.chimera.refinement.operators.optimise.AdmitModels;
import io.chimera.refinement.operators.optimise.FindingSignals;
import io.chimera.refinement.operators.optimise.OutcomeSignals;
import io.chimera.refinement.operators.optimise.Recommend;
import io.chimera.refinement.operators.optimise.RouteOutcomes;
import io.chimera.refinement.operators.optimise.SelectModelDocuments;
import io.chimera.refinement.operators.optimise.SelectObjectives;
import io.chimera.refinement.operators.optimise.SloSignals;
import io.chimera.refinement.operators.publish.AlertPoints;
import io.chimera.refinement.operators.publish.FindingPoints;
import io.chimera.refinement.operators.publish.HistogramPoints;
import io.chimera.refinement.operators.publish.MeterLearning;
import io.chimera.refinement.operators.publish.MeterTimings;
import io.chimera.refinement.operators.publish.OutcomePoints;
import io.chimera.refinement.operators.publish.RecommendationPoints;
import io.chimera.refinement.operators.publish.SelfPoints;
import io.chimera.refinement.operators.publish.SloPoints;
import io.chimera.refinement.operators.publish.WindowPoints;
import io.chimera.refinement.operators.slo.AdviseActions;
import io.chimera.refinement.operators.slo.AdviseScaling;
import io.chimera.refinement.operators.slo.DetectReleases;
import io.chimera.refinement.operators.slo.EvaluateObjectives;
import io.chimera.refinement.operators.slo.GroupAlerts;
import io.chimera.refinement.operators.slo.JudgeRelease;
import io.chimera.refinement.operators.slo.MatchSequences;
import io.chimera.refinement.operators.slo.OncePerIncident;
import io.chimera.refinement.operators.slo.RaiseAlerts;
import io.chimera.refinement.operators.slo.ReleasedOnly;
import io.chimera.refinement.operators.slo.RoutePanes;
import io.chimera.refinement.operators.slo.ScorePacks;
import io.chimera.refinement.operators.slo.SequenceEvents;
import io.chimera.refinement.operators.slo.WatchTiers;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.operators.window.FleetOnly;
import io.chimera.refinement.operators.window.PreAggregate;
import io.chimera.refinement.operators.window.RollUp;
import io.chimera.refinement.operators.window.SummariseWindow;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import io.chimera.refinement.state.slo.SequenceEvent;
import io.chimera.refinement.state.slo.SequencePattern;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The data path of the refinement job, from top to bottom. */
final class RefinementTopology {
  private RefinementTopology() {}

  static void define(StreamExecutionEnvironment env, Ports ports, Plan plan) {
    // Verdicts: every report gets exactly one.
    var inbound =
        READ_REPORTS.on(
            env.fromSource(
                ports.reports(),
                plan.watermarks(ports.backlog()),
                READ_REPORTS.title(),
                EventTypes.INBOUND));
    var valid =
        VALIDATE
            .on(
                inbound.transform(
                    VALIDATE.title(),
                    EventTypes.REPORT,
                    new ValidateReports(plan.validation(), plan.self())))
            .setBufferTimeout(plan.verdictBufferMillis());
    var accepted =
        DEDUP.on(
            valid
                .keyBy(plan.buckets().byReportId(), Types.INT)
                .transform(
                    DEDUP.title(),
                    EventTypes.REPORT,
                    new DropDuplicates(plan.dedup(), plan.self())));

    // Windows: panes on the spot, one keyed access per pane.
    var panes =
        PRE_AGGREGATE.on(
            accepted.transform(
                PRE_AGGREGATE.title(), EventTypes.PARTIAL_PANE, new PreAggregate(plan.shape())));
    var windows =
        SUMMARISE.on(
            panes
                .keyBy(PartialPane::series, Types.STRING)
                .transform(
                    SUMMARISE.title(),
                    EventTypes.WINDOW,
                    new SummariseWindow(plan.shape(), plan.self())));
    var rollups =
        ROLL_UP.on(
            bySeries(windows.getSideOutput(SideOutputs.MINUTES))
                .process(new RollUp())
                .returns(EventTypes.WINDOW));

    // What people say while the job runs.
    var control =
        ADMIT_CONTROL.on(
            READ_CONTROL
                .on(
                    env.fromSource(
                        ports.control(),
                        new TimelessWatermarks<>(),
                        READ_CONTROL.title(),
                        EventTypes.INBOUND_CONTROL))
                .process(new AdmitControl())
                .returns(EventTypes.CONTROL));
    BroadcastStream<ControlUpdate> documents = control.broadcast(RoutePanes.CHANGES);

    // Findings, as far as policies and maintenance windows let them be.
    var detection =
        Detection.define(windows, rollups, panes.getSideOutput(SideOutputs.AGENTS), control, plan);
    var findings = detection.findings();

    // Objectives, rules and policies from the packs, changed by control documents.
    var fleets = SELECT_FLEETS.on(windows.filter(new FleetOnly()));
    var fleetPanes = windows.getSideOutput(SideOutputs.PANES);
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

    // Sequences of findings, alerts and releases.
    DataStream<SequenceEvent> events =
        FINDING_EVENTS
            .on(
                findings
                    .flatMap(new SequenceEvents.OfFindings())
                    .returns(EventTypes.SEQUENCE_EVENT))
            .union(
                ALERT_EVENTS.on(
                    alerts
                        .flatMap(new SequenceEvents.OfAlerts(plan.rules()))
                        .returns(EventTypes.SEQUENCE_EVENT)),
                DETECT_RELEASES.on(
                    SELECT_RELEASED
                        .on(fleetPanes.filter(new ReleasedOnly()))
                        .keyBy(DetectReleases::component, Types.STRING)
                        .process(new DetectReleases())
                        .returns(EventTypes.SEQUENCE_EVENT)));
    DataStream<Finding> noticed = detection.all().union(tiers, releases);
    for (SequencePattern sequence : plan.sequences()) {
      noticed =
          noticed.union(
              ONCE_PER_INCIDENT.on(
                  MATCH_SEQUENCES
                      .on(MatchSequences.of(sequence, events), sequence.name())
                      .keyBy(Finding::series, Types.STRING)
                      .process(new OncePerIncident(sequence.withinMillis()))
                      .returns(EventTypes.FINDING),
                  sequence.name()));
    }

    // Recommendations: objectives, findings and outcomes in event-time order; outcomes find their
    // way by the recommendation they name.
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
    var learned = recommendations.getSideOutput(SideOutputs.LEARNED);

    // What leaves: events, dead letters, the ledger.
    PUBLISH_FINDINGS.on(noticed.sinkTo(ports.findings()));
    PUBLISH_ALERTS.on(alerts.sinkTo(ports.alerts()));
    var advice = recommendations.union(scaling, asked);
    PUBLISH_RECOMMENDATIONS.on(advice.sinkTo(ports.recommendations()));
    PUBLISH_DEAD_LETTERS.on(
        valid
            .getSideOutput(SideOutputs.DEAD_LETTERS)
            .union(
                accepted.getSideOutput(SideOutputs.DEAD_LETTERS),
                control.getSideOutput(SideOutputs.DEAD_LETTERS),
                outcomes.getSideOutput(SideOutputs.DEAD_LETTERS),
                models.getSideOutput(SideOutputs.DEAD_LETTERS),
                recommendations.getSideOutput(SideOutputs.DEAD_LETTERS))
            .sinkTo(ports.deadLetters()));
    var ledger =
        KEEP_LEDGER.on(
            valid
                .getSideOutput(SideOutputs.LEDGER)
                .union(accepted.getSideOutput(SideOutputs.LEDGER))
                .keyBy(LedgerEntry::topicPartition, Types.STRING)
                .process(
                    new KeepLedger(plan.validation().ledgerRange(), plan.ledgerIntervalMillis()))
                .returns(EventTypes.AUDIT));
    PUBLISH_AUDIT.on(ledger.sinkTo(ports.audit()));

    // Order: a branch of its own, so that waiting for order delays no verdict.
    var sequences =
        TRACK_SEQUENCES.on(
            SELECT_SEQUENCES
                .on(accepted.flatMap(new SelectSequences()).returns(EventTypes.SEQUENCE_TICK))
                .keyBy(plan.buckets().byAgent(), Types.INT)
                .transform(
                    TRACK_SEQUENCES.title(),
                    EventTypes.SELF,
                    new TrackSequences(plan.orderingSpanMillis(), plan.self())));

    // What the job measures of itself, as reports and as points.
    var timings =
        METER_DECISIONS.on(
            recommendations
                .getSideOutput(SideOutputs.TIMINGS)
                .transform(
                    METER_DECISIONS.title(),
                    EventTypes.SELF,
                    new MeterTimings("recommend", plan.self())));
    var learning =
        METER_LEARNING.on(
            learned.transform(
                METER_LEARNING.title(), EventTypes.SELF, new MeterLearning(plan.self())));
    var self =
        valid
            .getSideOutput(SideOutputs.SELF)
            .union(
                accepted.getSideOutput(SideOutputs.SELF),
                windows.getSideOutput(SideOutputs.SELF),
                timings.getSideOutput(SideOutputs.SELF),
                learning.getSideOutput(SideOutputs.SELF),
                sequences.getSideOutput(SideOutputs.SELF));
    PUBLISH_SELF.on(self.sinkTo(ports.self()));

    // Points for the time-series database: the many windows chained to their operators, the few
    // events on their own.
    var windowPoints =
        WINDOW_POINTS
            .on(windows.map(WindowPoints.ofWindows()).returns(EventTypes.POINT))
            .transform(BATCH_POINTS.title(), EventTypes.POINT_BATCH, plan.batching());
    PUBLISH_POINTS.on(
        BATCH_POINTS.on(windowPoints).sinkTo(ports.points().apply(PUBLISH_POINTS.uid())));
    var eventPoints =
        ROLLUP_POINTS
            .on(rollups.map(WindowPoints.ofRollups()).returns(EventTypes.POINT))
            .union(
                HISTOGRAM_POINTS.on(
                    rollups.flatMap(new HistogramPoints()).returns(EventTypes.POINT)),
                FINDING_POINTS.on(noticed.map(new FindingPoints()).returns(EventTypes.POINT)),
                ALERT_POINTS.on(alerts.map(new AlertPoints()).returns(EventTypes.POINT)),
                RECOMMENDATION_POINTS.on(
                    advice.map(new RecommendationPoints()).returns(EventTypes.POINT)),
                SLO_POINTS.on(
                    objectives
                        .union(
                            scores,
                            tiers.getSideOutput(SideOutputs.TIER_STATUS),
                            scaling.getSideOutput(SideOutputs.REACTIONS))
                        .map(new SloPoints())
                        .returns(EventTypes.POINT)),
                OUTCOME_POINTS.on(learned.map(new OutcomePoints()).returns(EventTypes.POINT)),
                SELF_POINTS.on(self.flatMap(new SelfPoints()).returns(EventTypes.POINT)))
            .transform(BATCH_EVENT_POINTS.title(), EventTypes.POINT_BATCH, plan.batching());
    PUBLISH_EVENT_POINTS.on(
        BATCH_EVENT_POINTS
            .on(eventPoints)
            .sinkTo(ports.points().apply(PUBLISH_EVENT_POINTS.uid())));
  }

  private static KeyedStream<IndicatorPane, String> byState(DataStream<IndicatorPane> panes) {
    return panes.keyBy(IndicatorPane::stateKey, Types.STRING);
  }

  /**
   * Windows leave their operator in the partition of their series: what follows is chained, not
   * sent again.
   */
  static KeyedStream<WindowStats, String> bySeries(DataStream<WindowStats> windows) {
    return DataStreamUtils.reinterpretAsKeyedStream(windows, WindowStats::series, Types.STRING);
  }
}
