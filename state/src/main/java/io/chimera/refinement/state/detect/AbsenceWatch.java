package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When an agent was last heard of, and whether its silence is already reported.
 *
 * <p>Time: panes may come in any order; only a newer one ends a silence. One silence gives two
 * findings with one id.
 */
public final class AbsenceWatch {
  public static final Codec<AbsenceWatch> CODEC = new AbsenceWatchCodec();

  /** Name of the method in findings. */
  public static final String DETECTOR = "silence";

  private long lastSeenEnd;
  private long panes;
  private boolean open;

  /**
   * When silence counts.
   *
   * @param timeoutMillis silence from which on an agent is absent
   * @param minSeen panes that must have been seen before, so that an agent that only said hello is
   *     not missed
   */
  public record Params(long timeoutMillis, int minSeen) implements Serializable {
    public Params {
      if (timeoutMillis < 1) {
        throw new IllegalArgumentException("timeoutMillis must be >= 1, was " + timeoutMillis);
      }
      if (minSeen < 1) {
        throw new IllegalArgumentException("minSeen must be >= 1, was " + minSeen);
      }
    }
  }

  /**
   * The agent sent something in the pane that ends at {@code paneEndMillis}; closes an open
   * absence.
   */
  public Optional<Finding> seen(
      String system, String component, String agentId, long paneEndMillis, Params params) {
    panes++;
    if (panes > 1 && paneEndMillis <= lastSeenEnd) {
      return Optional.empty();
    }
    Optional<Finding> closed =
        open
            ? Optional.of(
                finding(
                    system, component, agentId, paneEndMillis, true, params, "reports again after"))
            : Optional.empty();
    open = false;
    lastSeenEnd = paneEndMillis;
    return closed;
  }

  /** It is {@code nowEventMillis}: opens an absence when the agent has been silent for too long. */
  public Optional<Finding> silent(
      String system, String component, String agentId, long nowEventMillis, Params params) {
    if (!isDue(nowEventMillis, params)) {
      return Optional.empty();
    }
    open = true;
    return Optional.of(
        finding(system, component, agentId, nowEventMillis, false, params, "has been silent for"));
  }

  /**
   * From now on a declaration says how long the agent may be silent: closes an open absence, so
   * that one silence is never reported twice at a time.
   */
  public Optional<Finding> declared(
      String system, String component, String agentId, long nowEventMillis, Params params) {
    if (!open) {
      return Optional.empty();
    }
    open = false;
    long now = Math.max(nowEventMillis, deadline(params));
    return Optional.of(
        finding(
            system, component, agentId, now, true, params, "is judged by its declaration after"));
  }

  /** Whether {@link #silent} would open an absence. */
  public boolean isDue(long nowEventMillis, Params params) {
    return !open && panes >= params.minSeen && nowEventMillis >= deadline(params);
  }

  /** When to ask {@link #silent} again, epoch milliseconds of event time. */
  public long deadline(Params params) {
    return lastSeenEnd + params.timeoutMillis;
  }

  /** Whether an absence is open. */
  public boolean isAbsent() {
    return open;
  }

  private Finding finding(
      String system,
      String component,
      String agentId,
      long now,
      boolean closed,
      Params params,
      String what) {
    // The canonical form of a series without a metric, less its last separator.
    String named = new SeriesKey(system, component, agentId, "", "").canonical();
    String series = named.substring(0, named.length() - 1);
    double seconds = (now - lastSeenEnd) / 1_000.0;
    double timeoutSeconds = params.timeoutMillis / 1_000.0;
    return new Finding(
        Finding.id(Finding.Kind.ABSENCE, series, DETECTOR, lastSeenEnd),
        Finding.Kind.ABSENCE,
        system,
        component,
        agentId,
        null,
        Map.of(),
        series,
        DETECTOR,
        lastSeenEnd,
        now,
        now,
        closed ? now : null,
        closed ? Finding.State.CLOSED : Finding.State.OPEN,
        Scores.of(seconds, timeoutSeconds),
        Severity.CRITICAL,
        Finding.Direction.UP,
        seconds,
        "s",
        0,
        timeoutSeconds,
        List.of(new EvidencePoint(lastSeenEnd, 0), new EvidencePoint(now, seconds)),
        List.of(),
        false,
        agentId
            + ' '
            + what
            + ' '
            + Figures.text(seconds)
            + (closed
                ? " s of silence."
                : " s, the longest allowed is " + Figures.text(timeoutSeconds) + " s."));
  }

  private static final class AbsenceWatchCodec implements Codec<AbsenceWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "absence-watch";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(AbsenceWatch watch, DataOutput out) throws IOException {
      out.writeLong(watch.lastSeenEnd);
      Wire.writeVarLong(out, watch.panes);
      out.writeBoolean(watch.open);
    }

    @Override
    public AbsenceWatch read(DataInput in, int version) throws IOException {
      AbsenceWatch watch = new AbsenceWatch();
      watch.lastSeenEnd = in.readLong();
      watch.panes = Wire.readVarLong(in);
      watch.open = in.readBoolean();
      return watch;
    }
  }
}
