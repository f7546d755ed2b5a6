package io.chimera.refinement.operators;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.Timing;
import io.chimera.refinement.state.event.WindowStats;
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

  /** Settled outcomes. */
  public static final OutputTag<Learned> LEARNED = new OutputTag<>("learned", EventTypes.LEARNED);

  /** Durations that keyed functions measured of themselves. */
  public static final OutputTag<Timing> TIMINGS = new OutputTag<>("timings", EventTypes.TIMING);

  private SideOutputs() {}
}
