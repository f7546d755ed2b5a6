package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.slo.ObjectiveStatus;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each objective that limits a search was from its limit since a moment: relative to the
 * limit, at most 0 where it was kept, the worst counts.
 */
final class LimitReadings {
  /** A breach is one, however narrow. */
  private static final double LEAST_BREACH = 0.01;

  private static final double FARTHEST = 10;

  private final Map<String, Double> worst = new TreeMap<>();
  private long sinceMillis = Long.MAX_VALUE;

  /** Forgets all; what ends at {@code fromMillis} or later counts. */
  void restart(long fromMillis) {
    worst.clear();
    sinceMillis = fromMillis;
  }

  void add(ObjectiveStatus status) {
    double margin = margin(status);
    if (status.endMillis() >= sinceMillis && !Double.isNaN(margin)) {
      worst.merge(status.objective(), margin, Math::max);
    }
  }

  private static double margin(ObjectiveStatus status) {
    double distance =
        Math.abs(status.value() - status.limit())
            / Math.max(Math.abs(status.limit()), Double.MIN_NORMAL);
    double near = distance <= FARTHEST ? distance : FARTHEST; // NaN is far, too
    return switch (status.state()) {
      case MET -> -near;
      case BREACHED -> Math.max(LEAST_BREACH, near);
      default -> Double.NaN;
    };
  }

  private boolean knows(List<String> objectives) {
    return worst.keySet().containsAll(objectives);
  }

  boolean breaksOneOf(List<String> objectives) {
    return objectives.stream().anyMatch(name -> worst.getOrDefault(name, 0.0) > 0);
  }

  /** Whether it is clear if all were kept: one that was broken says enough. */
  boolean tell(List<String> objectives) {
    return knows(objectives) || breaksOneOf(objectives);
  }

  /** One number per objective; NaN where nothing is known. */
  double[] of(List<String> objectives) {
    return objectives.stream().mapToDouble(name -> worst.getOrDefault(name, Double.NaN)).toArray();
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(sinceMillis);
    Wire.writeVarInt(out, worst.size());
    for (Map.Entry<String, Double> each : worst.entrySet()) {
      Wire.writeString(out, each.getKey());
      out.writeDouble(each.getValue());
    }
  }

  static LimitReadings read(DataInput in) throws IOException {
    LimitReadings readings = new LimitReadings();
    readings.sinceMillis = in.readLong();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      readings.worst.put(Wire.readString(in), in.readDouble());
    }
    return readings;
  }
}
