package io.chimera.refinement.state.window;

import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The panes of one series that windows still need, by start and release.
 *
 * <p>Kept as parallel arrays in ascending (start, release): a series holds a handful of panes, and
 * every access reads all of them. What a window says depends on the values alone, not on how
 * partial panes were grouped. Mutable.
 */
public final class SeriesPanes {
  public static final Codec<SeriesPanes> CODEC = new SeriesPanesCodec();

  private static final int FIRST_CAPACITY = 8;

  private long[] starts = new long[FIRST_CAPACITY];
  private String[] releases = new String[FIRST_CAPACITY];
  private Pane[] panes = new Pane[FIRST_CAPACITY];
  private int size;
  private long timerMillis;

  /**
   * Merges {@code part} into the pane that starts at {@code paneStartMillis}; the caller gives
   * {@code part} away.
   */
  public void add(long paneStartMillis, String release, Pane part) {
    if (part.isEmpty()) {
      return;
    }
    int at = size;
    while (at > 0) {
      int order = compare(at - 1, paneStartMillis, release);
      if (order == 0) {
        panes[at - 1].merge(part);
        return;
      }
      if (order < 0) {
        break;
      }
      at--;
    }
    insert(at, paneStartMillis, release, part);
  }

  /** Merges the panes of {@code other}, which the caller gives away. */
  public void merge(SeriesPanes other) {
    for (int i = 0; i < other.size; i++) {
      add(other.starts[i], other.releases[i], other.panes[i]);
    }
  }

  /**
   * The statistics of the panes that start in [{@code startMillis}, {@code endMillis}); empty when
   * they hold no value.
   */
  public Optional<WindowStats> window(String series, long startMillis, long endMillis) {
    int from = firstAtOrAfter(startMillis);
    int to = firstAtOrAfter(endMillis);
    if (from == to) {
      return Optional.empty();
    }
    Pane total = panes[from].summed().copy();
    for (int i = from + 1; i < to; i++) {
      total.merge(panes[i].summed());
    }
    return Optional.of(new WindowStats(series, startMillis, endMillis, total, byRelease(from, to)));
  }

  /** The window's panes by release, sorted by name; empty when no pane has one. */
  private Map<String, Pane> byRelease(int from, int to) {
    Map<String, Pane> merged = Map.of();
    for (int i = from; i < to; i++) {
      if (!releases[i].isEmpty()) {
        if (merged.isEmpty()) {
          merged = new TreeMap<>();
        }
        Pane known = merged.get(releases[i]);
        if (known == null) {
          merged.put(releases[i], panes[i].copy());
        } else {
          known.merge(panes[i]);
        }
      }
    }
    return merged;
  }

  /** Forgets the panes that start before {@code startMillis}. */
  public void dropBefore(long startMillis) {
    int kept = firstAtOrAfter(startMillis);
    if (kept == 0) {
      return;
    }
    int rest = size - kept;
    System.arraycopy(starts, kept, starts, 0, rest);
    System.arraycopy(releases, kept, releases, 0, rest);
    System.arraycopy(panes, kept, panes, 0, rest);
    Arrays.fill(releases, rest, size, null);
    Arrays.fill(panes, rest, size, null);
    size = rest;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Start of the oldest pane. Fails when there is none. */
  public long firstStart() {
    return starts[held(0)];
  }

  /** Start of the newest pane. Fails when there is none. */
  public long lastStart() {
    return starts[held(size - 1)];
  }

  /** End of the window for which a timer is registered; 0 for none. */
  public long timer() {
    return timerMillis;
  }

  /**
   * Remembers that a timer is registered for the window that ends at {@code endMillis}; 0 for none.
   */
  public void timer(long endMillis) {
    timerMillis = endMillis;
  }

  private int held(int index) {
    if (size == 0) {
      throw new IllegalStateException("Cannot name a pane: the series has none; ask isEmpty first");
    }
    return index;
  }

  private int compare(int index, long startMillis, String release) {
    int byStart = Long.compare(starts[index], startMillis);
    return byStart != 0 ? byStart : releases[index].compareTo(release);
  }

  private int firstAtOrAfter(long startMillis) {
    int at = 0;
    while (at < size && starts[at] < startMillis) {
      at++;
    }
    return at;
  }

  private void insert(int at, long startMillis, String release, Pane pane) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      releases = Arrays.copyOf(releases, size * 2);
      panes = Arrays.copyOf(panes, size * 2);
    }
    System.arraycopy(starts, at, starts, at + 1, size - at);
    System.arraycopy(releases, at, releases, at + 1, size - at);
    System.arraycopy(panes, at, panes, at + 1, size - at);
    starts[at] = startMillis;
    releases[at] = release;
    panes[at] = pane;
    size++;
  }

  /** Timer, then the panes; starts as distances from the one before. */
  private static final class SeriesPanesCodec implements Codec<SeriesPanes> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "series-panes";
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
    public void write(SeriesPanes value, DataOutput out) throws IOException {
      out.writeByte(Pane.CODEC.version());
      Wire.writeVarLong(out, value.timerMillis);
      Wire.writeVarInt(out, value.size);
      long before = 0;
      for (int i = 0; i < value.size; i++) {
        Wire.writeVarLong(out, value.starts[i] - before);
        before = value.starts[i];
        Wire.writeString(out, value.releases[i]);
        Pane.CODEC.write(value.panes[i], out);
      }
    }

    @Override
    public SeriesPanes read(DataInput in, int version) throws IOException {
      int paneVersion = in.readByte();
      SeriesPanes value = new SeriesPanes();
      value.timerMillis = Wire.readVarLong(in);
      int size = Wire.readVarInt(in);
      long start = 0;
      for (int i = 0; i < size; i++) {
        start += Wire.readVarLong(in);
        String release = Wire.readString(in);
        value.insert(i, start, release, Pane.CODEC.read(in, paneVersion));
      }
      return value;
    }
  }
}
