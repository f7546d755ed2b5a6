package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/** The merged values of one stretch of time by {@link PaneRole}. Mutable. */
public final class RolePanes {
  public static final Codec<RolePanes> CODEC = new RolePanesCodec();

  private static final PaneRole[] ROLES = PaneRole.values();
  private static final double PERCENT = 100;

  /** 99 % of a normal distribution lie below so many deviations. */
  private static final double NOISE_DEVIATIONS = 2.326;

  private final Pane[] panes = new Pane[ROLES.length];

  /** Merges {@code pane} in, which is not changed. */
  public void add(PaneRole role, Pane pane) {
    if (panes[role.ordinal()] == null) {
      panes[role.ordinal()] = pane.copy();
    } else {
      panes[role.ordinal()].merge(pane);
    }
  }

  public void merge(RolePanes other) {
    for (PaneRole role : ROLES) {
      if (other.panes[role.ordinal()] != null) {
        add(role, other.panes[role.ordinal()]);
      }
    }
  }

  /** The pane of a role, or null. */
  Pane pane(PaneRole role) {
    return panes[role.ordinal()];
  }

  /** Number of values behind what {@link #value} says. */
  public long samples() {
    Pane pane =
        isRatio()
            ? pane(PaneRole.TOTAL)
            : isCounted() ? pane(PaneRole.COUNT) : pane(PaneRole.VALUE);
    return pane == null ? 0 : pane.count();
  }

  boolean isRatio() {
    return pane(PaneRole.TOTAL) != null;
  }

  private boolean isCounted() {
    return pane(PaneRole.VALUE) == null && pane(PaneRole.COUNT) != null;
  }

  /** The load that was offered, if anybody said so. */
  public OptionalDouble offered() {
    Pane pane = pane(PaneRole.OFFERED);
    return pane == null ? OptionalDouble.empty() : OptionalDouble.of(pane.mean());
  }

  /** The share of parts in percent; empty without a total. */
  private OptionalDouble percent() {
    Pane total = pane(PaneRole.TOTAL);
    if (!(total.sum() > 0)) {
      return OptionalDouble.empty();
    }
    Pane part = pane(PaneRole.PART);
    return OptionalDouble.of(part == null ? 0 : PERCENT * part.sum() / total.sum());
  }

  /**
   * The indicator over {@code spanMillis}; empty when nothing was reported.
   *
   * @param indicator whose unit says what a count is per
   */
  public OptionalDouble value(ObjectiveStatistic statistic, Indicator indicator, long spanMillis) {
    if (isRatio()) {
      OptionalDouble percent = percent();
      return percent.isPresent() && indicator.partIsBad()
          ? OptionalDouble.of(PERCENT - percent.getAsDouble())
          : percent;
    }
    if (isCounted()) {
      double sum = pane(PaneRole.COUNT).sum();
      return OptionalDouble.of(
          statistic.isTotal() ? sum : sum * perMillis(indicator.metric()) / spanMillis);
    }
    Pane pane = pane(PaneRole.VALUE);
    return pane == null ? OptionalDouble.empty() : OptionalDouble.of(of(statistic, pane));
  }

  private static double of(ObjectiveStatistic statistic, Pane pane) {
    return switch (statistic) {
      case P50 -> pane.quantile(0.5);
      case P95 -> pane.quantile(0.95);
      case P99, TOLERANCE -> pane.quantile(0.99);
      case P999 -> pane.quantile(0.999);
      case MAX -> pane.max();
      case MIN -> pane.min();
      case SUM, COUNT -> pane.sum();
      case EVENTS -> pane.count();
      case STDDEV -> pane.stddev();
      case TREND ->
          Math.max(0, pane.mean() - NOISE_DEVIATIONS * pane.stddev() / Math.sqrt(pane.count()));
      case AVG, RATE, RATIO, LAST, VALUE, FILTER, INVARIANT -> pane.mean();
    };
  }

  /** Milliseconds of the unit of time that a rate is per. */
  private static double perMillis(String metric) {
    if (metric.contains("per_min")) {
      return 60_000;
    }
    return metric.contains("per_h") ? 3_600_000 : 1_000;
  }

  private static final class RolePanesCodec implements Codec<RolePanes> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "role-panes";
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
    public void write(RolePanes value, DataOutput out) throws IOException {
      out.writeByte(Pane.CODEC.version());
      int present = 0;
      for (PaneRole role : ROLES) {
        present |= value.panes[role.ordinal()] == null ? 0 : 1 << role.ordinal();
      }
      Wire.writeVarInt(out, present);
      for (Pane pane : value.panes) {
        if (pane != null) {
          Pane.CODEC.write(pane, out);
        }
      }
    }

    @Override
    public RolePanes read(DataInput in, int version) throws IOException {
      int paneVersion = in.readByte();
      RolePanes value = new RolePanes();
      int present = Wire.readVarInt(in);
      for (PaneRole role : ROLES) {
        if ((present & 1 << role.ordinal()) != 0) {
          value.panes[role.ordinal()] = Pane.CODEC.read(in, paneVersion);
        }
      }
      return value;
    }
  }
}
