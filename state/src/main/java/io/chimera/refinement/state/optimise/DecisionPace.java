package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When recommendations were made, how many per optimizer, and which of them changed something. */
final class DecisionPace {
  private static final long HOUR_MILLIS = 3_600_000;

  private final Map<String, Long> numbers = new TreeMap<>();
  private final List<Long> changes = new ArrayList<>();
  private long lastMillis = Long.MIN_VALUE;

  /** Notes a recommendation; the number it has among those of its optimizer. */
  long next(String optimizer, long nowMillis, boolean change) {
    lastMillis = nowMillis;
    if (change) {
      changes.add(nowMillis);
    }
    return numbers.merge(optimizer, 1L, Long::sum);
  }

  boolean isCool(long nowMillis, long cooldownMillis) {
    return lastMillis == Long.MIN_VALUE || nowMillis - lastMillis >= cooldownMillis;
  }

  int changesInHourTo(long nowMillis) {
    changes.removeIf(at -> at <= nowMillis - HOUR_MILLIS);
    return changes.size();
  }

  /** Event time of the last one; the least number before the first. */
  long lastMillis() {
    return lastMillis;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(lastMillis);
    Wire.writeVarInt(out, numbers.size());
    for (Map.Entry<String, Long> number : numbers.entrySet()) {
      Wire.writeString(out, number.getKey());
      Wire.writeVarLong(out, number.getValue());
    }
    Wire.writeVarInt(out, changes.size());
    for (long change : changes) {
      out.writeLong(change);
    }
  }

  static DecisionPace read(DataInput in) throws IOException {
    DecisionPace pace = new DecisionPace();
    pace.lastMillis = in.readLong();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      pace.numbers.put(Wire.readString(in), Wire.readVarLong(in));
    }
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      pace.changes.add(in.readLong());
    }
    return pace;
  }
}
