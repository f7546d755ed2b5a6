package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.*;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.detect.DetectAbsence;
import io.chimera.refinement.operators.detect.DetectAnomalies;
import io.chimera.refinement.operators.detect.DetectCorrelations;
import io.chimera.refinement.operators.detect.DetectJointAnomalies;
import io.chimera.refinement.operators.detect.DetectTrends;
import io.chimera.refinement.operators.detect.ExpectReporters;
import io.chimera.refinement.operators.detect.HeedPolicies;
import io.chimera.refinement.operators.detect.MinutesOnly;
import io.chimera.refinement.operators.detect.RankCauses;
import io.chimera.refinement.operators.detect.SelectMeans;
import io.chimera.refinement.operators.detect.SystemKey;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.operators.window.FleetOnly;
import io.chimera.refinement.state.detect.JudgedValue;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.event.WindowStats;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;

/**
 * The part of the data path that finds what is wrong: anomalies, absences, trends, correlations,
 * and what caused an incident.
 *
 * @param findings of the detectors; objectives, sequences and the optimiser take these
 * @param all the same with what is said about them and about reporters that were only declared
 */
record Detection(DataStream<Finding> findings, DataStream<Finding> all) {

  static Detection define(
      DataStream<WindowStats> windows,
      DataStream<WindowStats> rollups,
      DataStream<AgentSeen> agents,
      DataStream<ControlUpdate> control,
      Plan plan) {
    BroadcastStream<ControlUpdate> policies = control.broadcast(HeedPolicies.CHANGES);
    var means = SELECT_MEANS.on(windows.map(new SelectMeans()).returns(EventTypes.SERIES_VALUE));
    var anomalies =
        DETECT_ANOMALIES.on(
            DataStreamUtils.reinterpretAsKeyedStream(means, SeriesValue::series, Types.STRING)
                .connect(control.broadcast())
                .transform(
                    DETECT_ANOMALIES.title(),
                    EventTypes.FINDING,
                    new DetectAnomalies(plan.documents(), plan.anomaly(), plan.jointAnomalies())));
    var joint =
        DETECT_JOINT_ANOMALIES.on(
            anomalies
                .getSideOutput(SideOutputs.JUDGED)
                .keyBy(JudgedValue::group, Types.STRING)
                .transform(
                    DETECT_JOINT_ANOMALIES.title(),
                    EventTypes.FINDING,
                    new DetectJointAnomalies(plan.anomaly())));
    var absences =
        DETECT_ABSENCE.on(
            agents
                .keyBy(AgentSeen::key, Types.STRING)
                .connect(policies)
                .process(new DetectAbsence(plan.absence(), plan.documents()), EventTypes.FINDING));
    var missing =
        EXPECT_REPORTERS.on(
            agents
                .keyBy(AgentSeen::system, Types.STRING)
                .connect(control.broadcast())
                .transform(
                    EXPECT_REPORTERS.title(),
                    EventTypes.FINDING,
                    new ExpectReporters(plan.documents())));
    var minutes =
        HEED_POLICIES.on(
            SELECT_MINUTES
                .on(rollups.filter(new MinutesOnly()))
                .forward()
                .connect(policies)
                .process(new HeedPolicies(plan.documents(), plan.anomaly()), EventTypes.WINDOW));
    var trends =
        DETECT_TRENDS.on(
            RefinementTopology.bySeries(minutes)
                .process(new DetectTrends(plan.anomaly().dayMillis(), plan.trendSignificance()))
                .returns(EventTypes.FINDING));
    var correlations =
        DETECT_CORRELATIONS.on(
            SELECT_FLEET_MINUTES
                .on(minutes.filter(new FleetOnly()))
                .keyBy(new SystemKey(), Types.STRING)
                .process(new DetectCorrelations())
                .returns(EventTypes.FINDING));
    DataStream<Finding> findings = anomalies.union(joint, absences, trends, correlations);
    var incidents =
        RANK_CAUSES.on(
            findings
                .union(missing)
                .keyBy(Finding::system, Types.STRING)
                .process(new RankCauses())
                .returns(EventTypes.FINDING));
    return new Detection(findings, findings.union(missing, incidents));
  }
}
