package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.kafka.Outbox;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.PointBatch;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes a batch of points as one record of the {@code metric-points} topic: the batch's key, its
 * lines, CloudEvents headers.
 *
 * <p>The id is derived from key, first time and bytes, so that a batch sent again has the same id
 * and the same value. A serializer makes exactly one record of one batch, so whoever fills batches
 * keeps them below {@link #MAX_VALUE_BYTES}; a batch none of whose points can be written yields no
 * record.
 */
public final class PointBatchSerializer
    implements KafkaRecordSerializationSchema<PointBatch>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  /** What the contract of the topic allows a record to hold. */
  public static final int MAX_VALUE_BYTES = 256 * 1024;

  private final Outbox outbox;
  private transient LineProtocol protocol;

  public PointBatchSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      PointBatch batch, KafkaSinkContext context, Long timestamp) {
    if (protocol == null) {
      protocol = new LineProtocol();
    }
    byte[] lines = protocol.encode(batch.points());
    if (lines.length == 0) {
      return null;
    }
    long firstMillis = firstTimeMillis(batch.points());
    String id = Digests.uuid5(batch.key(), firstMillis, Digests.sha256Hex(lines));
    return outbox.text(batch.key(), lines, id, "metric-points", firstMillis);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }

  private static long firstTimeMillis(List<MetricPoint> points) {
    return points.get(0).timeMillis();
  }
}
