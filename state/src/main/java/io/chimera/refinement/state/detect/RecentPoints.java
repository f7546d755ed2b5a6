package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The last points of a series as they were seen: the evidence of a finding. */
final class RecentPoints {
  static final int CAPACITY = 12;

  private final double[] values = new double[CAPACITY];

  /** Each point's distance from the one before it: half the size of its end. */
  private final int[] stepMillis = new int[CAPACITY];

  private int size;
  private int next;
  private long lastEndMillis;

  void add(long endMillis, double value) {
    long step = size == 0 ? 0 : endMillis - lastEndMillis;
    if (step != (int) step) {
      size = 0; // a pause of more than 24 days: what came before is no evidence
      step = 0;
    }
    values[next] = value;
    stepMillis[next] = (int) step;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
    lastEndMillis = endMillis;
  }

  /** The points, oldest first. */
  List<EvidencePoint> toList() {
    List<EvidencePoint> points = new ArrayList<>(size);
    long endMillis = lastEndMillis;
    for (int i = 1; i < size; i++) {
      endMillis -= stepMillis[Math.floorMod(next - i, CAPACITY)];
    }
    for (int i = size; i >= 1; i--) {
      int at = Math.floorMod(next - i, CAPACITY);
      endMillis += i == size ? 0 : stepMillis[at];
      points.add(new EvidencePoint(endMillis, values[at]));
    }
    return List.copyOf(points);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, size);
    out.writeLong(lastEndMillis);
    for (int i = size; i >= 1; i--) {
      int at = Math.floorMod(next - i, CAPACITY);
      out.writeDouble(values[at]);
      Wire.writeVarInt(out, stepMillis[at]);
    }
  }

  static RecentPoints read(DataInput in) throws IOException {
    RecentPoints points = new RecentPoints();
    points.size = Wire.readVarInt(in);
    points.lastEndMillis = in.readLong();
    for (int i = 0; i < points.size; i++) {
      points.values[i] = in.readDouble();
      points.stepMillis[i] = Wire.readVarInt(in);
    }
    points.next = points.size % CAPACITY;
    return points;
  }
}
