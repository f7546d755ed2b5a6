package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.METER_DELIVERY;
import static io.chimera.refinement.jobs.Step.PUBLISH_DELIVERY_SELF;
import static io.chimera.refinement.jobs.Step.READ_POINTS;
import static io.chimera.refinement.jobs.Step.SELECT_COLD;
import static io.chimera.refinement.jobs.Step.WRITE_COLD;
import static io.chimera.refinement.jobs.Step.WRITE_POINTS;

import io.chimera.refinement.connectors.influx.LineBatch;
import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.MeterDelivery;
import io.chimera.refinement.operators.publish.Select;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.state.event.SelfMeasurement;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The data path of the metrics job: from the topic to the time-series database, and nothing else.
 */
final class MetricsTopology {
  private MetricsTopology() {}

  /**
   * Where the metrics job meets the world.
   *
   * @param points batches of lines from Kafka
   * @param database the time-series database
   * @param coldFiles where rollups of hours and days are kept as files
   * @param self the job's own KPIs
   */
  record MetricsPorts(
      Source<LineBatch, ?, ?> points,
      Sink<LineBatch> database,
      Sink<LineBatch> coldFiles,
      Sink<SelfMeasurement> self) {}

  static void define(StreamExecutionEnvironment env, MetricsPorts ports, SelfReporting reporting) {
    var batches =
        READ_POINTS.on(
            env.fromSource(
                ports.points(),
                WatermarkStrategy.noWatermarks(),
                READ_POINTS.title(),
                JobTypes.LINE_BATCH));
    var metered =
        METER_DELIVERY.on(
            batches.transform(
                METER_DELIVERY.title(), JobTypes.LINE_BATCH, new MeterDelivery<>(reporting)));
    WRITE_POINTS.on(metered.sinkTo(ports.database()));
    WRITE_COLD.on(
        SELECT_COLD.on(metered.filter(new Select<>(LineBatch::isCold))).sinkTo(ports.coldFiles()));
    PUBLISH_DELIVERY_SELF.on(metered.getSideOutput(SideOutputs.SELF).sinkTo(ports.self()));
  }
}
