package io.chimera.refinement.connectors.influx;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;

/**
 * How waiting lines are kept in a checkpoint: a mark, points, alone, bucket, origins, length,
 * bytes.
 *
 * <p>Flink's serializer around it does not say which version wrote an entry. The first release
 * began with the number of points, which is never negative; what came later begins with a mark.
 */
final class LineEntrySerializer extends AsyncSinkWriterStateSerializer<LineEntry> {
  private static final int VERSION = 1;
  private static final int WITH_ORIGINS = -2;

  @Override
  protected void serializeRequestToStream(LineEntry entry, DataOutputStream out)
      throws IOException {
    out.writeInt(WITH_ORIGINS);
    out.writeInt(entry.points());
    out.writeBoolean(entry.alone());
    out.writeUTF(entry.bucket());
    out.writeInt(entry.origins().size());
    for (LineEntry.Run run : entry.origins()) {
      out.writeInt(run.first().partition());
      out.writeLong(run.first().offset());
      out.writeInt(run.first().index());
      out.writeLong(run.first().appendMillis());
      out.writeInt(run.points());
    }
    out.writeInt(entry.lines().length);
    out.write(entry.lines());
  }

  @Override
  protected LineEntry deserializeRequestFromStream(long requestSize, DataInputStream in)
      throws IOException {
    int first = in.readInt();
    boolean origins = first == WITH_ORIGINS;
    int points = origins ? in.readInt() : first;
    boolean alone = in.readBoolean();
    String bucket = origins ? in.readUTF() : "";
    List<LineEntry.Run> runs =
        origins ? runs(in) : List.of(new LineEntry.Run(Place.UNKNOWN, points));
    byte[] lines = new byte[in.readInt()];
    in.readFully(lines);
    return new LineEntry(lines, points, alone, bucket, runs);
  }

  private static List<LineEntry.Run> runs(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<LineEntry.Run> runs = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Place place = new Place(in.readInt(), in.readLong(), in.readInt(), in.readLong());
      runs.add(new LineEntry.Run(place, in.readInt()));
    }
    return runs;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }
}
