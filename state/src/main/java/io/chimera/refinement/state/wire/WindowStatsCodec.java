package io.chimera.refinement.state.wire;

import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Pane;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Emitted statistics never change, though their panes could. */
final class WindowStatsCodec implements Codec<WindowStats> {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "window-stats";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean immutable() {
    return true;
  }

  @Override
  public void write(WindowStats stats, DataOutput out) throws IOException {
    Wire.writeString(out, stats.series());
    out.writeLong(stats.startMillis());
    Wire.writeVarLong(out, stats.endMillis() - stats.startMillis());
    out.writeByte(Pane.CODEC.version());
    Pane.CODEC.write(stats.total(), out);
    Wire.writeVarInt(out, stats.releases().size());
    for (Map.Entry<String, Pane> release : stats.releases().entrySet()) {
      Wire.writeString(out, release.getKey());
      Pane.CODEC.write(release.getValue(), out);
    }
  }

  @Override
  public WindowStats read(DataInput in, int version) throws IOException {
    String series = Wire.readString(in);
    long startMillis = in.readLong();
    long endMillis = startMillis + Wire.readVarLong(in);
    int paneVersion = in.readByte();
    Pane total = Pane.CODEC.read(in, paneVersion);
    return new WindowStats(series, startMillis, endMillis, total, readReleases(in, paneVersion));
  }

  private static Map<String, Pane> readReleases(DataInput in, int paneVersion) throws IOException {
    int size = Wire.readVarInt(in);
    if (size == 0) {
      return Map.of();
    }
    Map<String, Pane> releases = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      String release = Wire.readString(in);
      releases.put(release, Pane.CODEC.read(in, paneVersion));
    }
    return releases;
  }
}
