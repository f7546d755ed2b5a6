package io.chimera.refinement.connectors.influx;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;

/**
 * How waiting lines are kept in a checkpoint. Version 1: points, alone, length, bytes; version 2
 * adds where they stand.
 */
final class LineEntrySerializer extends AsyncSinkWriterStateSerializer<LineEntry> {
  private static final int VERSION = 2;

  /** Flink does not hand it on. */
  private int version = VERSION;

  @Override
  public BufferedRequestState<LineEntry> deserialize(int writtenVersion, byte[] bytes)
      throws IOException {
    version = writtenVersion;
    return super.deserialize(writtenVersion, bytes);
  }

  @Override
  protected void serializeRequestToStream(LineEntry entry, DataOutputStream out)
      throws IOException {
    out.writeInt(entry.points());
    out.writeBoolean(entry.alone());
    out.writeInt(entry.lines().length);
    out.write(entry.lines());
    out.writeInt(entry.runs().size());
    for (LineRun run : entry.runs()) {
      out.writeInt(run.first().partition());
      out.writeLong(run.first().offset());
      out.writeInt(run.first().index());
      out.writeInt(run.points());
    }
  }

  @Override
  protected LineEntry deserializeRequestFromStream(long requestSize, DataInputStream in)
      throws IOException {
    int points = in.readInt();
    boolean alone = in.readBoolean();
    byte[] lines = new byte[in.readInt()];
    in.readFully(lines);
    return new LineEntry(
        lines,
        points,
        version == 1 ? List.of(new LineRun(LineOrigin.UNKNOWN, points)) : runs(in),
        alone);
  }

  private static List<LineRun> runs(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<LineRun> runs = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      runs.add(
          new LineRun(new LineOrigin(in.readInt(), in.readLong(), in.readInt()), in.readInt()));
    }
    return runs;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }
}
