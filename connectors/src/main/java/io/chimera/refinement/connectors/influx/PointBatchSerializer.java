package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.PointBatch;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Writes a batch of points as one record of the {@code metric-points} topic: the batch's key, its
 * lines, CloudEvents headers.
 *
 * <p>The id is derived from key, first time and bytes, so that a batch sent again has the same id
 * and the same value. A serializer makes exactly one record of one batch, so whoever fills batches
 * keeps them below {@link #MAX_VALUE_BYTES}; a batch none of whose points can be written yields no
 * record.
 */
public final class PointBatchSerializer implements KafkaRecordSerializationSchema<PointBatch> {
  private static final long serialVersionUID = 1;

  /** What the contract of the topic allows a record to hold. */
  public static final int MAX_VALUE_BYTES = 256 * 1024;

  private static final byte[] SOURCE = utf8("refinement");
  private static final byte[] TYPE = utf8("io.refinement.metric-points.v1");
  private static final byte[] SPEC_VERSION = utf8("1.0");
  private static final byte[] CONTENT_TYPE = utf8("text/plain; charset=utf-8");

  private final String topic;
  private final Clock clock;
  private transient LineProtocol protocol;

  public PointBatchSerializer(String topic) {
    this(topic, Clock.systemUTC());
  }

  /**
   * With the clock that stamps the header {@code emitted_at}; it must be serializable, as the JDK's
   * clocks are.
   */
  PointBatchSerializer(String topic, Clock clock) {
    this.topic = Objects.requireNonNull(topic, "topic must be set, was null");
    this.clock = clock;
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
    byte[] key = batch.key() == null ? null : utf8(batch.key());
    var record = new ProducerRecord<>(topic, null, null, key, lines);
    Headers headers = record.headers();
    headers.add("ce_id", utf8(Digests.uuid5(batch.key(), firstMillis, Digests.sha256Hex(lines))));
    headers.add("ce_source", SOURCE);
    headers.add("ce_type", TYPE);
    headers.add("ce_specversion", SPEC_VERSION);
    headers.add("ce_time", utf8(Instant.ofEpochMilli(firstMillis).toString()));
    headers.add("content-type", CONTENT_TYPE);
    headers.add("emitted_at", utf8(Long.toString(clock.millis())));
    return record;
  }

  private static long firstTimeMillis(List<MetricPoint> points) {
    return points.get(0).timeMillis();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
