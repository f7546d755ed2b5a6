package io.chimera.refinement.operators;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.JudgedValue;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.Timing;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import org.apache.flink.util.OutputTag;

/** The only side outputs. */
public final class SideOutputs {
  /** Elements that were refused, with their reason. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", EventTypes.DEAD_LETTER);

  /** Shares of the conservation ledger. */
  public static final OutputTag<LedgerEntry> LEDGER =
      new OutputTag<>("ledger", EventTypes.LEDGER_ENTRY);

  /** What operators measured of themselves. */
  public static final OutputTag<SelfMeasurement> SELF = new OutputTag<>("self", EventTypes.SELF);

  /** Which agent reported in which pane. */
  public static final OutputTag<AgentSeen> AGENTS =
      new OutputTag<>("agents", EventTypes.AGENT_SEEN);

  /** Closed minutes, for the rollups. */
  public static final OutputTag<WindowStats> MINUTES =
      new OutputTag<>("minutes", EventTypes.WINDOW);

  /** Values of agents as their own series judged them, for those that judge several together. */
  public static final OutputTag<JudgedValue> JUDGED =
      new OutputTag<>("judged", EventTypes.JUDGED_VALUE);

  /** Settled outcomes. */
  public static final OutputTag<Learned> LEARNED = new OutputTag<>("learned", EventTypes.LEARNED);

  /** Durations that keyed functions measured of themselves. */
  public static final OutputTag<Timing> TIMINGS = new OutputTag<>("timings", EventTypes.TIMING);

  /** Closed panes of fleet series, for objectives and rules. */
  public static final OutputTag<WindowStats> PANES = new OutputTag<>("panes", EventTypes.WINDOW);

  /** Panes for alert rules. */
  public static final OutputTag<IndicatorPane> ALERT_PANES =
      new OutputTag<>("alert-panes", EventTypes.INDICATOR_PANE);

  /** Panes for scaling policies. */
  public static final OutputTag<IndicatorPane> SCALING_PANES =
      new OutputTag<>("scaling-panes", EventTypes.INDICATOR_PANE);

  /** Panes by release, for regression budgets. */
  public static final OutputTag<IndicatorPane> RELEASE_PANES =
      new OutputTag<>("release-panes", EventTypes.INDICATOR_PANE);

  /** Panes for service tiers. */
  public static final OutputTag<IndicatorPane> TIER_PANES =
      new OutputTag<>("tier-panes", EventTypes.INDICATOR_PANE);

  /** Alerts on error budgets. */
  public static final OutputTag<Alert> BURN_ALERTS =
      new OutputTag<>("burn-alerts", EventTypes.ALERT);

  /** How fast advice to scale was followed. */
  public static final OutputTag<ObjectiveStatus> REACTIONS =
      new OutputTag<>("reactions", EventTypes.OBJECTIVE_STATUS);

  /** What the status of a service tells the points. */
  public static final OutputTag<ObjectiveStatus> TIER_STATUS =
      new OutputTag<>("tier-status", EventTypes.OBJECTIVE_STATUS);

  private SideOutputs() {}
}
