package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import io.chimera.refinement.state.event.PointBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gathers points into batches, one Kafka record each.
 *
 * <p>A batch leaves when it is large enough, when its first point has waited {@code flushMillis},
 * before a checkpoint's barrier, and at the end; so there is no state.
 */
public final class BatchPoints extends AbstractStreamOperator<PointBatch>
    implements OneInputStreamOperator<MetricPoint, PointBatch> {
  private static final long serialVersionUID = 1;

  private final long flushMillis;
  private final long batchBytes;

  private transient List<MetricPoint> points;
  private transient long bytes;
  private transient long generation;

  public BatchPoints(long flushMillis, long batchBytes) {
    this.flushMillis = flushMillis;
    this.batchBytes = batchBytes;
  }

  @Override
  public void open() throws Exception {
    super.open();
    points = new ArrayList<>();
  }

  @Override
  public void processElement(StreamRecord<MetricPoint> element) {
    MetricPoint point = element.getValue();
    if (points.isEmpty()) {
      long armed = generation;
      getProcessingTimeService()
          .registerTimer(
              getProcessingTimeService().getCurrentProcessingTime() + flushMillis,
              now -> {
                if (armed == generation) {
                  flush();
                }
              });
    }
    points.add(point);
    bytes += estimatedBytes(point);
    if (bytes >= batchBytes) {
      flush();
    }
  }

  /** An upper bound of the line's length for ordinary names: numbers take at most 25 characters. */
  private static long estimatedBytes(MetricPoint point) {
    long length = point.measurement().length() + 20L;
    for (Tag tag : point.tags()) {
      length += tag.key().length() + tag.value().length() + 2L;
    }
    for (Field field : point.fields()) {
      length +=
          field.key().length() + 2L + (field.text() == null ? 20 : field.text().length() + 2L);
    }
    return length;
  }

  private void flush() {
    if (!points.isEmpty()) {
      output.collect(new StreamRecord<>(new PointBatch(key(points.get(0)), points)));
      points = new ArrayList<>();
      bytes = 0;
    }
    generation++;
  }

  private static String key(MetricPoint first) {
    StringBuilder key = new StringBuilder(first.measurement());
    for (Tag tag : first.tags()) {
      key.append('/').append(tag.value());
    }
    return key.toString();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }
}
