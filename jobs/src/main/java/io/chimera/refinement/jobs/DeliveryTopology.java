package io.chimera.refinement.jobs;

import static io.chimera.refinement.jobs.Step.DELIVER;
import static io.chimera.refinement.jobs.Step.METER_DELIVERIES;
import static io.chimera.refinement.jobs.Step.PUBLISH_DELIVERIES_SELF;
import static io.chimera.refinement.jobs.Step.PUBLISH_UNDELIVERED;
import static io.chimera.refinement.jobs.Step.READ_RECOMMENDATIONS;

import io.chimera.refinement.connectors.delivery.Advice;
import io.chimera.refinement.connectors.delivery.AdviceSubject;
import io.chimera.refinement.connectors.delivery.RecommendationDelivery;
import io.chimera.refinement.connectors.delivery.Subscriber;
import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.MeterDeliveries;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The data path of the delivery job: for each subscriber a way of its own from the topic to its
 * address, so that none waits for another.
 */
final class DeliveryTopology {
  /** How long advice waits in a network buffer for company. */
  private static final long BUFFER_MILLIS = 2;

  private DeliveryTopology() {}

  /**
   * Where the delivery job meets the world.
   *
   * @param subscribers at least one
   * @param recommendations reads what a subscriber wants
   * @param undelivered what a subscriber did not take
   * @param self the job's own KPIs
   */
  record DeliveryPorts(
      List<Subscriber> subscribers,
      Function<Subscriber, Source<Advice, ?, ?>> recommendations,
      Sink<DeadLetter> undelivered,
      Sink<SelfMeasurement> self) {}

  static void define(StreamExecutionEnvironment env, DeliveryPorts ports, SelfReporting reporting) {
    List<DataStream<DeadLetter>> undelivered = new ArrayList<>();
    List<DataStream<SelfMeasurement>> self = new ArrayList<>();
    for (Subscriber subscriber : ports.subscribers()) {
      var advice =
          READ_RECOMMENDATIONS
              .on(
                  env.fromSource(
                      ports.recommendations().apply(subscriber),
                      WatermarkStrategy.noWatermarks(),
                      READ_RECOMMENDATIONS.title(),
                      JobTypes.ADVICE),
                  subscriber.name())
              .setBufferTimeout(BUFFER_MILLIS);
      var delivered =
          DELIVER.on(
              advice
                  .keyBy(new AdviceSubject())
                  .transform(
                      DELIVER.title(),
                      EventTypes.DELIVERY_REPORT,
                      new RecommendationDelivery(
                          subscriber, subscriber.policy(), SideOutputs.DEAD_LETTERS)),
              subscriber.name());
      var metered =
          METER_DELIVERIES.on(
              delivered.transform(
                  METER_DELIVERIES.title(),
                  EventTypes.SELF,
                  new MeterDeliveries(reporting, subscriber.name())),
              subscriber.name());
      undelivered.add(delivered.getSideOutput(SideOutputs.DEAD_LETTERS));
      self.add(metered.getSideOutput(SideOutputs.SELF));
    }
    PUBLISH_UNDELIVERED.on(union(undelivered).sinkTo(ports.undelivered()));
    PUBLISH_DELIVERIES_SELF.on(union(self).sinkTo(ports.self()));
  }

  private static <T> DataStream<T> union(List<DataStream<T>> streams) {
    return streams.stream().reduce((one, other) -> one.union(other)).orElseThrow();
  }
}
