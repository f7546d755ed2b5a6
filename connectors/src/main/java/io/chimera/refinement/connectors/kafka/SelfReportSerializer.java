package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes what the product measured of itself to {@code kpi-reports}, keyed by instance; nothing
 * when nothing was measured.
 */
public final class SelfReportSerializer
    implements KafkaRecordSerializationSchema<SelfMeasurement>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private transient ReportWriter writer;

  public SelfReportSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    writer = new ReportWriter();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      SelfMeasurement measured, KafkaSinkContext context, Long timestamp) {
    byte[] value = writer.write(measured).orElse(null);
    if (value == null) {
      return null;
    }
    String id = Digests.uuid5(measured.instance(), measured.component(), measured.timeMillis());
    return outbox.record(measured.instance(), value, id, "kpi-report", measured.timeMillis());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
