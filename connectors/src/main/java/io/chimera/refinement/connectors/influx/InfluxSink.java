package io.chimera.refinement.connectors.influx;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes line protocol to InfluxDB or to a database that speaks its v2 write API (REF-TSD-01).
 *
 * <p>At least once; a point is identified by measurement, tags and time, so that writing it again
 * changes nothing. While the database is away nothing is lost: lines wait in memory and in
 * checkpoints, then the input waits. Lines that the database refuses for good are counted, handed
 * to {@link RejectedLines} and dropped.
 */
public final class InfluxSink extends AsyncSinkBase<LineBatch, LineEntry> {
  private static final long serialVersionUID = 1;

  /**
   * Bytes are limited by {@link Backlog}; Flink's own limit would end the job when a restored entry
   * exceeds it.
   */
  static final long UNLIMITED_BYTES = Integer.MAX_VALUE;

  private final InfluxSettings settings;
  private final RejectedLines rejectedLines;

  public InfluxSink(InfluxSettings settings) {
    this(settings, RejectedLines.COUNTED_ONLY);
  }

  public InfluxSink(InfluxSettings settings, RejectedLines rejectedLines) {
    super(
        new ToEntry(),
        settings.batching().points(),
        settings.batching().maxInFlight(),
        settings.batching().points() * settings.batching().bufferedBatches(),
        UNLIMITED_BYTES,
        settings.batching().flushMillis(),
        UNLIMITED_BYTES);
    this.settings = settings;
    this.rejectedLines =
        Objects.requireNonNull(rejectedLines, "rejectedLines must be set, was null");
  }

  @Override
  public SinkWriter<LineBatch> createWriter(WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<LineBatch, BufferedRequestState<LineEntry>> restoreWriter(
      WriterInitContext context, Collection<BufferedRequestState<LineEntry>> state) {
    return InfluxWriter.open(settings, rejectedLines, context, state);
  }

  @Override
  public SimpleVersionedSerializer<BufferedRequestState<LineEntry>> getWriterStateSerializer() {
    return new LineEntrySerializer();
  }

  /** What is received is what is sent. */
  static final class ToEntry implements ElementConverter<LineBatch, LineEntry> {
    private static final long serialVersionUID = 1;

    @Override
    public LineEntry apply(LineBatch batch, SinkWriter.Context context) {
      return LineEntry.of(batch);
    }
  }
}
