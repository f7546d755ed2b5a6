package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.SequenceTick;
import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.IndicatorPane;

/** The codecs of what travels between operators for every report or window. */
public final class EventCodecs {
  public static final Codec<KpiReport> KPI_REPORT = new KpiReportCodec();
  public static final Codec<PartialPane> PARTIAL_PANE = new PartialPaneCodec();
  public static final Codec<WindowStats> WINDOW_STATS = new WindowStatsCodec();
  public static final Codec<LedgerEntry> LEDGER_ENTRY = new LedgerEntryCodec();
  public static final Codec<SequenceTick> SEQUENCE_TICK = new SequenceTickCodec();

  public static final Codec<IndicatorPane> INDICATOR_PANE = new IndicatorPaneCodec();

  public static final Codec<SeriesValue> SERIES_VALUE = new SeriesValueCodec();

  private EventCodecs() {}
}
