package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The last panes of some metrics as they were seen: the evidence of a finding about one of them.
 */
final class RecentPanes {
  static final int CAPACITY = 8;

  private final long[] ends = new long[CAPACITY];

  /** Pane by pane; NaN is missing. */
  private double[] values = {};

  private int metrics;
  private int size;
  private int next;

  /** A metric more at {@code place}, missing in what was seen. */
  void insert(int place) {
    double[] wider = new double[CAPACITY * (metrics + 1)];
    for (int pane = 0; pane < CAPACITY; pane++) {
      for (int j = 0; j <= metrics; j++) {
        wider[pane * (metrics + 1) + j] =
            j == place ? Double.NaN : values[pane * metrics + (j < place ? j : j - 1)];
      }
    }
    values = wider;
    metrics++;
  }

  void add(long endMillis, JointPane pane) {
    ends[next] = endMillis;
    System.arraycopy(pane.values, 0, values, next * metrics, metrics);
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
  }

  /** The points of one metric, oldest first. */
  List<EvidencePoint> of(int metric) {
    List<EvidencePoint> points = new ArrayList<>(size);
    for (int i = size; i >= 1; i--) {
      int at = Math.floorMod(next - i, CAPACITY);
      double value = values[at * metrics + metric];
      if (!Double.isNaN(value)) {
        points.add(new EvidencePoint(ends[at], value));
      }
    }
    return List.copyOf(points);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, size);
    for (int i = size; i >= 1; i--) {
      int at = Math.floorMod(next - i, CAPACITY);
      out.writeLong(ends[at]);
      for (int j = 0; j < metrics; j++) {
        out.writeDouble(values[at * metrics + j]);
      }
    }
  }

  static RecentPanes read(DataInput in, int metrics) throws IOException {
    RecentPanes panes = new RecentPanes();
    panes.metrics = metrics;
    panes.values = new double[CAPACITY * metrics];
    panes.size = Wire.readVarInt(in);
    for (int i = 0; i < panes.size; i++) {
      panes.ends[i] = in.readLong();
      for (int j = 0; j < metrics; j++) {
        panes.values[i * metrics + j] = in.readDouble();
      }
    }
    panes.next = panes.size % CAPACITY;
    return panes;
  }
}
