package io.chimera.refinement.connectors.files;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.ModelChunk;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/** Models as files: a folder per model and version, a part a line, as the topic carries it. */
public final class ModelFiles {
  private ModelFiles() {}

  /** Files below a folder. */
  public static Sink<ModelChunk> in(String directory) {
    return FileSink.forRowFormat(new Path(directory), new Lines())
        .withBucketAssigner(new ByVersion())
        .withOutputFileConfig(
            OutputFileConfig.builder().withPartPrefix("model").withPartSuffix(".jsonl").build())
        .build();
  }

  /** A part a line. */
  static final class Lines implements Encoder<ModelChunk> {
    private static final long serialVersionUID = 1;

    private transient JsonWriter<ModelChunk> writer;

    @Override
    public void encode(ModelChunk chunk, OutputStream out) throws IOException {
      if (writer == null) {
        writer = JsonWriter.models();
      }
      out.write(writer.write(chunk));
      out.write('\n');
    }
  }

  /** {@code model/version}. */
  static final class ByVersion implements BucketAssigner<ModelChunk, String> {
    private static final long serialVersionUID = 1;

    @Override
    public String getBucketId(ModelChunk chunk, Context context) {
      return chunk.model() + '/' + chunk.version();
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
