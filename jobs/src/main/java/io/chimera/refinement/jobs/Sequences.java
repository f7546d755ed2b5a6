package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.*;

import io.chimera.refinement.operators.slo.DetectReleases;
import io.chimera.refinement.operators.slo.MatchSequences;
import io.chimera.refinement.operators.slo.OncePerIncident;
import io.chimera.refinement.operators.slo.ReleasedOnly;
import io.chimera.refinement.operators.slo.SequenceEvents;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.SequenceEvent;
import io.chimera.refinement.state.slo.SequencePattern;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Patterns over findings, alerts and releases, as the packs name them. */
final class Sequences {
  private Sequences() {}

  /** Findings of all patterns, each once per incident. */
  static List<DataStream<Finding>> define(
      DataStream<Finding> findings,
      DataStream<Alert> alerts,
      DataStream<WindowStats> fleetPanes,
      Plan plan) {
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
    return plan.sequences().stream().map(sequence -> matches(sequence, events)).toList();
  }

  private static DataStream<Finding> matches(
      SequencePattern sequence, DataStream<SequenceEvent> events) {
    return ONCE_PER_INCIDENT.on(
        MATCH_SEQUENCES
            .on(MatchSequences.of(sequence, events), sequence.name())
            .keyBy(Finding::series, Types.STRING)
            .process(new OncePerIncident(sequence.withinMillis()))
            .returns(EventTypes.FINDING),
        sequence.name());
  }
}
