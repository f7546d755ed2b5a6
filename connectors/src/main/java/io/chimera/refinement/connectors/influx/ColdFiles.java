package io.chimera.refinement.connectors.influx;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * Points as files that outlive the database: line protocol, zstd, one folder per day (UTC) of the
 * points' time (REF-RET-03). A file is finished by a checkpoint, exactly once. Any tool that writes
 * line protocol can load them again.
 */
public final class ColdFiles {
  /** Written once, kept for a year: time for a small file is well spent. */
  private static final int ZSTD_LEVEL = 12;

  private ColdFiles() {}

  /** Files below a folder or object-store path. */
  public static Sink<LineBatch> in(String directory) {
    return FileSink.forBulkFormat(new Path(directory), new Compressed())
        .withBucketAssigner(new ByDay())
        .withOutputFileConfig(
            OutputFileConfig.builder().withPartPrefix("cold").withPartSuffix(".lp.zst").build())
        .build();
  }

  /** Bytes of these lines as one file, for measuring. */
  public static long packedBytes(byte[] lines) {
    return Zstd.compress(lines, ZSTD_LEVEL).length;
  }

  /** Opens a compressed file. */
  static final class Compressed implements BulkWriter.Factory<LineBatch> {
    private static final long serialVersionUID = 1;

    @Override
    public BulkWriter<LineBatch> create(FSDataOutputStream file) throws IOException {
      return new LineWriter(file);
    }
  }

  /** Lines, each with a line feed. */
  private static final class LineWriter implements BulkWriter<LineBatch> {
    private final OutputStream packed;

    LineWriter(OutputStream file) throws IOException {
      packed = new ZstdOutputStream(new LeftOpen(file), ZSTD_LEVEL);
    }

    @Override
    public void addElement(LineBatch batch) throws IOException {
      packed.write(batch.lines());
      packed.write('\n');
    }

    @Override
    public void flush() throws IOException {
      packed.flush();
    }

    @Override
    public void finish() throws IOException {
      packed.close();
    }
  }

  /** The file is closed by Flink, which may still have to say that it is complete. */
  private static final class LeftOpen extends FilterOutputStream {
    LeftOpen(OutputStream file) {
      super(file);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** {@code day=2026-11-21}, by the time of the first point. */
  static final class ByDay implements BucketAssigner<LineBatch, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String getBucketId(LineBatch batch, Context context) {
      return "day="
          + DateTimeFormatter.ISO_LOCAL_DATE.format(
              Instant.ofEpochMilli(batch.firstTimeMillis()).atOffset(ZoneOffset.UTC));
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
