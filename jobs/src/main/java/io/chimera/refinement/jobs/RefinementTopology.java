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
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.operators.window.PreAggregate;
import io.chimera.refinement.operators.window.RollUp;
import io.chimera.refinement.operators.window.SummariseWindow;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.typeinfo.Types;
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

    // Findings, as far as policies and maintenance windows let them be.
    var detection =
        Detection.define(windows, rollups, panes.getSideOutput(SideOutputs.AGENTS), control, plan);

    // Objectives, rules and policies of the packs; sequences of what was found.
    var fleetPanes = windows.getSideOutput(SideOutputs.PANES);
    var objectives = Objectives.define(fleetPanes, control, plan);
    var alerts = objectives.alerts();
    DataStream<Finding> noticed = detection.all().union(objectives.tiers(), objectives.releases());
    for (var matched : Sequences.define(detection.findings(), alerts, fleetPanes, plan)) {
      noticed = noticed.union(matched);
    }

    // Recommendations.
    var optimisation =
        Optimisation.define(
            env, ports, windows, detection.findings(), objectives.statuses(), control, plan);
    var recommendations = optimisation.recommendations();
    var advice = recommendations.union(objectives.scaling(), objectives.actions());
    var learned = recommendations.getSideOutput(SideOutputs.LEARNED);

    // What leaves: events, dead letters, the ledger.
    PUBLISH_FINDINGS.on(noticed.sinkTo(ports.findings()));
    PUBLISH_ALERTS.on(alerts.sinkTo(ports.alerts()));
    PUBLISH_RECOMMENDATIONS.on(advice.sinkTo(ports.recommendations()));
    PUBLISH_DEAD_LETTERS.on(
        valid
            .getSideOutput(SideOutputs.DEAD_LETTERS)
            .union(
                accepted.getSideOutput(SideOutputs.DEAD_LETTERS),
                control.getSideOutput(SideOutputs.DEAD_LETTERS),
                optimisation.outcomes().getSideOutput(SideOutputs.DEAD_LETTERS),
                optimisation.models().getSideOutput(SideOutputs.DEAD_LETTERS),
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
                        .statuses()
                        .union(
                            objectives.scores(),
                            objectives.tiers().getSideOutput(SideOutputs.TIER_STATUS),
                            objectives.scaling().getSideOutput(SideOutputs.REACTIONS))
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

  /**
   * Windows leave their operator in the partition of their series: what follows is chained, not
   * sent again.
   */
  static KeyedStream<WindowStats, String> bySeries(DataStream<WindowStats> windows) {
    return DataStreamUtils.reinterpretAsKeyedStream(windows, WindowStats::series, Types.STRING);
  }
}
