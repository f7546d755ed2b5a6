package io.chimera.refinement.connectors.influx;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;

/** How waiting lines are kept in a checkpoint. Version 1: points, alone, length, bytes. */
final class LineEntrySerializer extends AsyncSinkWriterStateSerializer<LineEntry> {
  private static final int VERSION = 1;

  @Override
  protected void serializeRequestToStream(LineEntry entry, DataOutputStream out)
      throws IOException {
    out.writeInt(entry.points());
    out.writeBoolean(entry.alone());
    out.writeInt(entry.lines().length);
    out.write(entry.lines());
  }

  @Override
  protected LineEntry deserializeRequestFromStream(long requestSize, DataInputStream in)
      throws IOException {
    int points = in.readInt();
    boolean alone = in.readBoolean();
    byte[] lines = new byte[in.readInt()];
    in.readFully(lines);
    return new LineEntry(lines, points, alone);
  }

  @Override
  public int getVersion() {
    return VERSION;
  }
}
