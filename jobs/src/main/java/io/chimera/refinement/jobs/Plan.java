package io.chimera.refinement.jobs;

import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.jobs.config.InvalidSettings;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.operators.Ticker;
import io.chimera.refinement.operators.ingest.DropDuplicates;
import io.chimera.refinement.operators.ingest.HashBuckets;
import io.chimera.refinement.operators.ingest.OutcomeKey;
import io.chimera.refinement.operators.ingest.ReportWatermarks;
import io.chimera.refinement.operators.ingest.ValidateReports;
import io.chimera.refinement.operators.publish.BatchPoints;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.state.detect.AbsenceWatch;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.ingest.Backlog;
import io.chimera.refinement.state.ingest.SeriesAdmission;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.SequencePattern;
import io.chimera.refinement.state.slo.SloDocument;
import io.chimera.refinement.state.window.WindowShape;
import java.util.List;
import java.util.Map;

/** The settings, as each operator wants them. */
final class Plan {
  /** Number of key groups; fixed for ever, since state is spread over them. */
  static final int MAX_PARALLELISM = 720;

  private static final long LEDGER_INTERVAL_MILLIS = 5_000;

  /** How long a report waits in a network buffer for company on its way to its verdict. */
  private static final long VERDICT_BUFFER_MILLIS = 5;

  private static final long OUTCOME_GRACE_MILLIS = 60_000;
  private static final long OUTCOME_MEMORY_MILLIS = 24 * 3_600_000L;

  private final Settings settings;
  private final Packs packs;

  Plan(Settings settings, Packs packs) {
    this.settings = settings;
    this.packs = packs;
  }

  /**
   * The plan of the settings, with the packs they name.
   *
   * @throws InvalidSettings when a pack has a fault
   */
  static Plan of(Settings settings) {
    Packs packs = settings.packs().map(Packs::read).orElse(Packs.EMPTY);
    if (!packs.faults().isEmpty()) {
      throw new InvalidSettings(packs.faults().stream().map(Object::toString).toList());
    }
    return new Plan(settings, packs);
  }

  /** The plan of a job that needs no packs: it starts whatever is in their folder. */
  static Plan withoutPacks(Settings settings) {
    return new Plan(settings, Packs.EMPTY);
  }

  ReportWatermarks watermarks(Backlog backlog) {
    Settings.Ingest ingest = settings.ingest();
    return new ReportWatermarks(
        ingest.outOfOrdernessMillis(),
        ingest.idlenessMillis(),
        ingest.futureLimitMillis(),
        backlog);
  }

  ValidateReports.Params validation() {
    Settings.Ingest ingest = settings.ingest();
    return new ValidateReports.Params(
        ingest.futureLimitMillis(), ingest.alwaysLateMillis(), ingest.ledgerRange());
  }

  long verdictBufferMillis() {
    return VERDICT_BUFFER_MILLIS;
  }

  DropDuplicates.Params dedup() {
    Settings.Ingest ingest = settings.ingest();
    return new DropDuplicates.Params(
        ingest.dedupHorizonMillis(),
        ingest.dedupMaxIds(),
        shape(),
        ingest.ledgerRange(),
        new SeriesAdmission.Params(ingest.maxSeries(), ingest.forgetSeriesMillis()));
  }

  HashBuckets buckets() {
    return new HashBuckets(MAX_PARALLELISM);
  }

  WindowShape shape() {
    return new WindowShape(settings.windows().sizeMillis(), settings.windows().slideMillis());
  }

  /** Whether the metrics of an agent are also judged together. */
  boolean jointAnomalies() {
    return settings.anomaly().joint();
  }

  /** Two-sided probability below which a trend is told. */
  double trendSignificance() {
    return settings.anomaly().trendSignificance();
  }

  AnomalyWatch.Params anomaly() {
    Settings.Anomaly anomaly = settings.anomaly();
    return new AnomalyWatch.Params(
        anomaly.dayMillis(),
        anomaly.rarity(),
        anomaly.history(),
        anomaly.warmUp(),
        anomaly.limit(),
        anomaly.relativeFloor(),
        anomaly.absoluteFloor(),
        anomaly.closeAfter());
  }

  AbsenceWatch.Params absence() {
    return new AbsenceWatch.Params(
        settings.absence().timeoutMillis(), settings.absence().minPanes());
  }

  List<AlertRule> rules() {
    return packs.alertRules();
  }

  /** What the packs say, by {@code kind/name}, as the control topic would. */
  Map<String, ControlUpdate> documents() {
    return packs.updates();
  }

  List<SequencePattern> sequences() {
    return packs.all(SloDocument::sequence);
  }

  List<ActionCatalogue> catalogues() {
    return packs.catalogues();
  }

  long seed() {
    return settings.seed();
  }

  Ticker ticker() {
    return System::nanoTime;
  }

  SelfReporting self() {
    return self("refinement");
  }

  SelfReporting self(String job) {
    return new SelfReporting(job, settings.publishing().selfIntervalMillis());
  }

  BatchPoints batching() {
    return new BatchPoints(
        settings.publishing().pointsFlushMillis(), settings.publishing().pointsBatchBytes());
  }

  OutcomeKey outcomeKey() {
    return new OutcomeKey();
  }

  long outcomeGraceMillis() {
    return OUTCOME_GRACE_MILLIS;
  }

  long outcomeMemoryMillis() {
    return OUTCOME_MEMORY_MILLIS;
  }

  long orderingSpanMillis() {
    return settings.ingest().orderingSpanMillis();
  }

  long ledgerIntervalMillis() {
    return LEDGER_INTERVAL_MILLIS;
  }
}
