package io.chimera.refinement.operators.types;

import io.chimera.refinement.state.detect.AbsenceWatch;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.IncidentCauses;
import io.chimera.refinement.state.detect.JointWatch;
import io.chimera.refinement.state.detect.JudgedValue;
import io.chimera.refinement.state.detect.MinuteRow;
import io.chimera.refinement.state.detect.ReporterWatch;
import io.chimera.refinement.state.detect.SeriesTrend;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.DeliveryReport;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.InboundControl;
import io.chimera.refinement.state.event.InboundModel;
import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.ModelChunk;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.PointBatch;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.RoutedOutcome;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.SequenceTick;
import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.event.Timing;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.ingest.AgentOrder;
import io.chimera.refinement.state.ingest.IdChunk;
import io.chimera.refinement.state.ingest.Ledger;
import io.chimera.refinement.state.optimise.ComponentOptimiser;
import io.chimera.refinement.state.optimise.SettingsOptimiser;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import io.chimera.refinement.state.optimise.retrain.Lesson;
import io.chimera.refinement.state.optimise.retrain.LoggedDecision;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import io.chimera.refinement.state.slo.AlertWatch;
import io.chimera.refinement.state.slo.BaselineRing;
import io.chimera.refinement.state.slo.CompositeScore;
import io.chimera.refinement.state.slo.IncidentGroup;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import io.chimera.refinement.state.slo.ObjectiveWatch;
import io.chimera.refinement.state.slo.PaneLadder;
import io.chimera.refinement.state.slo.ReleaseWatch;
import io.chimera.refinement.state.slo.ScalingWatch;
import io.chimera.refinement.state.slo.SequenceEvent;
import io.chimera.refinement.state.slo.TermPanes;
import io.chimera.refinement.state.slo.TierWatch;
import io.chimera.refinement.state.slo.UsualWatch;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.window.Rollup;
import io.chimera.refinement.state.window.SeriesPanes;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.EventCodecs;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The Flink type of everything that travels or is kept; nothing is left to reflection on a generic
 * type.
 */
public final class EventTypes {
  // The hot ones have a codec of their own.
  public static final TypeInformation<KpiReport> REPORT =
      new CodecTypeInfo<>(KpiReport.class, EventCodecs.KPI_REPORT);
  public static final TypeInformation<PartialPane> PARTIAL_PANE =
      new CodecTypeInfo<>(PartialPane.class, EventCodecs.PARTIAL_PANE);
  public static final TypeInformation<WindowStats> WINDOW =
      new CodecTypeInfo<>(WindowStats.class, EventCodecs.WINDOW_STATS);
  public static final TypeInformation<LedgerEntry> LEDGER_ENTRY =
      new CodecTypeInfo<>(LedgerEntry.class, EventCodecs.LEDGER_ENTRY);
  public static final TypeInformation<SequenceTick> SEQUENCE_TICK =
      new CodecTypeInfo<>(SequenceTick.class, EventCodecs.SEQUENCE_TICK);

  public static final TypeInformation<IndicatorPane> INDICATOR_PANE =
      new CodecTypeInfo<>(IndicatorPane.class, EventCodecs.INDICATOR_PANE);

  public static final TypeInformation<SeriesValue> SERIES_VALUE =
      new CodecTypeInfo<>(SeriesValue.class, EventCodecs.SERIES_VALUE);

  public static final TypeInformation<JudgedValue> JUDGED_VALUE =
      new CodecTypeInfo<>(JudgedValue.class, JudgedValue.CODEC);

  // Flink's record serializer carries the rest; fields may be added.
  public static final TypeInformation<Inbound> INBOUND = TypeInformation.of(Inbound.class);
  public static final TypeInformation<InboundOutcome> INBOUND_OUTCOME =
      TypeInformation.of(InboundOutcome.class);
  public static final TypeInformation<InboundControl> INBOUND_CONTROL =
      TypeInformation.of(InboundControl.class);
  public static final TypeInformation<IssuedRecommendation> ISSUED =
      TypeInformation.of(IssuedRecommendation.class);
  public static final TypeInformation<ControlUpdate> CONTROL =
      TypeInformation.of(ControlUpdate.class);
  public static final TypeInformation<Outcome> OUTCOME = TypeInformation.of(Outcome.class);
  public static final TypeInformation<DeadLetter> DEAD_LETTER =
      TypeInformation.of(DeadLetter.class);
  public static final TypeInformation<DeliveryReport> DELIVERY_REPORT =
      TypeInformation.of(DeliveryReport.class);
  public static final TypeInformation<AuditRow> AUDIT = TypeInformation.of(AuditRow.class);
  public static final TypeInformation<Finding> FINDING = TypeInformation.of(Finding.class);
  public static final TypeInformation<Alert> ALERT = TypeInformation.of(Alert.class);
  public static final TypeInformation<Recommendation> RECOMMENDATION =
      TypeInformation.of(Recommendation.class);
  public static final TypeInformation<Learned> LEARNED = TypeInformation.of(Learned.class);
  public static final TypeInformation<AgentSeen> AGENT_SEEN = TypeInformation.of(AgentSeen.class);
  public static final TypeInformation<RoutedOutcome> ROUTED_OUTCOME =
      TypeInformation.of(RoutedOutcome.class);
  public static final TypeInformation<Signal> SIGNAL = TypeInformation.of(Signal.class);
  public static final TypeInformation<Timing> TIMING = TypeInformation.of(Timing.class);
  public static final TypeInformation<SelfMeasurement> SELF =
      TypeInformation.of(SelfMeasurement.class);
  public static final TypeInformation<MetricPoint> POINT = TypeInformation.of(MetricPoint.class);
  public static final TypeInformation<PointBatch> POINT_BATCH =
      TypeInformation.of(PointBatch.class);

  public static final TypeInformation<ObjectiveStatus> OBJECTIVE_STATUS =
      TypeInformation.of(ObjectiveStatus.class);
  public static final TypeInformation<SequenceEvent> SEQUENCE_EVENT =
      TypeInformation.of(SequenceEvent.class);
  public static final TypeInformation<TierWatch> TIER_WATCH = TypeInformation.of(TierWatch.class);
  public static final TypeInformation<CompositeScore> SCORE =
      TypeInformation.of(CompositeScore.class);
  public static final TypeInformation<IncidentGroup> INCIDENT_GROUP =
      TypeInformation.of(IncidentGroup.class);

  public static final TypeInformation<IncidentCauses> INCIDENT_CAUSES =
      TypeInformation.of(IncidentCauses.class);
  public static final TypeInformation<ReporterWatch> REPORTER_WATCH =
      TypeInformation.of(ReporterWatch.class);

  // What retraining works on, and what comes of it.
  public static final TypeInformation<HistoryRecord> HISTORY =
      TypeInformation.of(HistoryRecord.class);
  public static final TypeInformation<LoggedDecision> LOGGED_DECISION =
      TypeInformation.of(LoggedDecision.class);
  public static final TypeInformation<Lesson> LESSON = TypeInformation.of(Lesson.class);
  public static final TypeInformation<TrainedModel> MODEL = TypeInformation.of(TrainedModel.class);
  public static final TypeInformation<ModelChunk> MODEL_CHUNK =
      TypeInformation.of(ModelChunk.class);
  public static final TypeInformation<InboundModel> INBOUND_MODEL =
      TypeInformation.of(InboundModel.class);

  // What keys remember.
  public static final TypeInformation<TermPanes> TERM_PANES =
      new CodecTypeInfo<>(TermPanes.class, TermPanes.CODEC);
  public static final TypeInformation<PaneLadder> PANE_LADDER =
      new CodecTypeInfo<>(PaneLadder.class, PaneLadder.CODEC);
  public static final TypeInformation<ObjectiveWatch> OBJECTIVE_WATCH =
      new CodecTypeInfo<>(ObjectiveWatch.class, ObjectiveWatch.CODEC);
  public static final TypeInformation<BaselineRing> BASELINE =
      new CodecTypeInfo<>(BaselineRing.class, BaselineRing.CODEC);
  public static final TypeInformation<ScalingWatch> SCALING_WATCH =
      new CodecTypeInfo<>(ScalingWatch.class, ScalingWatch.CODEC);
  public static final TypeInformation<ReleaseWatch> RELEASE_WATCH =
      new CodecTypeInfo<>(ReleaseWatch.class, ReleaseWatch.CODEC);
  public static final TypeInformation<UsualWatch> USUAL_WATCH =
      new CodecTypeInfo<>(UsualWatch.class, UsualWatch.CODEC);
  public static final TypeInformation<SeriesPanes> SERIES_PANES =
      new CodecTypeInfo<>(SeriesPanes.class, SeriesPanes.CODEC);
  public static final TypeInformation<Rollup> ROLLUP =
      new CodecTypeInfo<>(Rollup.class, Rollup.CODEC);
  public static final TypeInformation<IdChunk> ID_CHUNK =
      new CodecTypeInfo<>(IdChunk.class, IdChunk.CODEC);
  public static final TypeInformation<AgentOrder> AGENT_ORDER =
      new CodecTypeInfo<>(AgentOrder.class, AgentOrder.CODEC);
  public static final TypeInformation<Ledger> LEDGER =
      new CodecTypeInfo<>(Ledger.class, Ledger.CODEC);
  public static final TypeInformation<AnomalyWatch> ANOMALY_WATCH =
      new CodecTypeInfo<>(AnomalyWatch.class, AnomalyWatch.CODEC);
  public static final TypeInformation<JointWatch> JOINT_WATCH =
      new CodecTypeInfo<>(JointWatch.class, JointWatch.CODEC);
  public static final TypeInformation<SeriesTrend> SERIES_TREND =
      new CodecTypeInfo<>(SeriesTrend.class, SeriesTrend.CODEC);
  public static final TypeInformation<MinuteRow> MINUTE_ROW =
      new CodecTypeInfo<>(MinuteRow.class, MinuteRow.CODEC);
  public static final TypeInformation<AbsenceWatch> ABSENCE_WATCH =
      new CodecTypeInfo<>(AbsenceWatch.class, AbsenceWatch.CODEC);
  public static final TypeInformation<AlertWatch> ALERT_WATCH =
      new CodecTypeInfo<>(AlertWatch.class, AlertWatch.CODEC);
  public static final TypeInformation<ComponentOptimiser> OPTIMISER =
      new CodecTypeInfo<>(ComponentOptimiser.class, ComponentOptimiser.CODEC);
  public static final TypeInformation<SettingsOptimiser> SETTINGS =
      new CodecTypeInfo<>(SettingsOptimiser.class, SettingsOptimiser.CODEC);

  private static final Map<String, Codec<?>> CODECS =
      List.<Codec<?>>of(
              EventCodecs.KPI_REPORT,
              EventCodecs.PARTIAL_PANE,
              EventCodecs.WINDOW_STATS,
              EventCodecs.LEDGER_ENTRY,
              EventCodecs.SEQUENCE_TICK,
              Pane.CODEC,
              SeriesPanes.CODEC,
              Rollup.CODEC,
              IdChunk.CODEC,
              AgentOrder.CODEC,
              Ledger.CODEC,
              AnomalyWatch.CODEC,
              JudgedValue.CODEC,
              JointWatch.CODEC,
              SeriesTrend.CODEC,
              MinuteRow.CODEC,
              AbsenceWatch.CODEC,
              AlertWatch.CODEC,
              ComponentOptimiser.CODEC,
              SettingsOptimiser.CODEC,
              EventCodecs.INDICATOR_PANE,
              EventCodecs.SERIES_VALUE,
              TermPanes.CODEC,
              PaneLadder.CODEC,
              ObjectiveWatch.CODEC,
              BaselineRing.CODEC,
              ScalingWatch.CODEC,
              ReleaseWatch.CODEC,
              UsualWatch.CODEC)
          .stream()
          .collect(Collectors.toUnmodifiableMap(Codec::name, Function.identity()));

  private EventTypes() {}

  /** The codec of a name found in a checkpoint. */
  static Codec<?> codec(String name) {
    Codec<?> codec = CODECS.get(name);
    if (codec == null) {
      throw new IllegalStateException(
          "Cannot restore a state of type "
              + name
              + ": this release does not know it; use the release that wrote it, or a newer one");
    }
    return codec;
  }
}
