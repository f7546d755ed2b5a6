package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much time of an objective was left out, by cap, in the period that goes on. Mutable. */
final class ExcludedTime {
  /** Period and time left out in it, by kind; by kind and period where a kind has several caps. */
  private final TreeMap<String, long[]> byCap = new TreeMap<>();

  /** Whether the stretch is excluded, and each cap of its kind leaves room for it. */
  boolean leavesOut(
      Objective objective, long startMillis, long endMillis, List<ExclusionWindow> exclusions) {
    for (ExclusionWindow window : exclusions) {
      if (window.covers(objective.pack(), startMillis)) {
        List<Objective.ExclusionCap> caps =
            objective.exclusions().stream()
                .filter(cap -> cap.kind().equals(window.kind()))
                .toList();
        List<long[]> used =
            caps.stream().map(cap -> used(cap, caps.size() > 1, endMillis)).toList();
        long millis = endMillis - startMillis;
        boolean room = !caps.isEmpty();
        for (int i = 0; i < caps.size(); i++) {
          room &= used.get(i)[1] + millis <= caps.get(i).capMillis();
        }
        if (room) {
          used.forEach(each -> each[1] += millis);
          return true;
        }
      }
    }
    return false;
  }

  /** The period of a cap that goes on at {@code endMillis}, and how much of it was left out. */
  private long[] used(Objective.ExclusionCap cap, boolean several, long endMillis) {
    String key = several ? cap.kind() + ' ' + cap.per() : cap.kind();
    long period = BudgetHistory.start(cap.per(), endMillis);
    long[] used = byCap.computeIfAbsent(key, fresh -> new long[] {period, 0});
    if (used[0] != period) {
      used[0] = period;
      used[1] = 0;
    }
    return used;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, byCap.size());
    for (Map.Entry<String, long[]> used : byCap.entrySet()) {
      Wire.writeString(out, used.getKey());
      out.writeLong(used.getValue()[0]);
      out.writeLong(used.getValue()[1]);
    }
  }

  static ExcludedTime read(DataInput in) throws IOException {
    ExcludedTime excluded = new ExcludedTime();
    int size = Wire.readVarInt(in);
    for (int i = 0; i < size; i++) {
      excluded.byCap.put(Wire.readString(in), new long[] {in.readLong(), in.readLong()});
    }
    return excluded;
  }
}
