package io.chimera.refinement.jobs;

import io.chimera.refinement.connectors.json.HistoryParser;
import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/**
 * History from files: one recommendation or outcome a line, as their topics carry them; {@code .gz}
 * too. A folder is read with all files below it. Lines are what they are whatever file they stand
 * in: the place of a line counts only against the same number in another file.
 *
 * <p>It stands here because Flink hands formats a Configuration, which nothing below the jobs sees.
 */
final class HistoryFiles {
  private HistoryFiles() {}

  /** A bounded source of a file or folder. */
  static Source<HistoryRecord, ?, ?> in(
      String fileOrFolder, Limits limits, TypeInformation<HistoryRecord> type) {
    return FileSource.forRecordStreamFormat(new Lines(limits, type), new Path(fileOrFolder))
        .build();
  }

  /** One record a line; blank lines do not count. */
  static final class Lines extends SimpleStreamFormat<HistoryRecord> {
    private static final long serialVersionUID = 1;

    private final Limits limits;
    private final TypeInformation<HistoryRecord> type;

    Lines(Limits limits, TypeInformation<HistoryRecord> type) {
      this.limits = limits;
      this.type = type;
    }

    @Override
    public Reader<HistoryRecord> createReader(Configuration config, FSDataInputStream file) {
      return new LineReader(
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)),
          new HistoryParser(limits));
    }

    @Override
    public TypeInformation<HistoryRecord> getProducedType() {
      return type;
    }
  }

  private static final class LineReader
      implements org.apache.flink.connector.file.src.reader.StreamFormat.Reader<HistoryRecord> {
    private final BufferedReader lines;
    private final HistoryParser parser;
    private long number;

    LineReader(BufferedReader lines, HistoryParser parser) {
      this.lines = lines;
      this.parser = parser;
    }

    @Override
    public HistoryRecord read() throws IOException {
      String line = lines.readLine();
      while (line != null && line.isBlank()) {
        number++;
        line = lines.readLine();
      }
      return line == null
          ? null
          : parser.parse(line.getBytes(StandardCharsets.UTF_8), new Origin("", 0, number++, 0, 0));
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
