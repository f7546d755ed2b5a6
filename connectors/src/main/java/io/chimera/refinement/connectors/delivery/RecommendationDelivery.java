package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.DeliveryReport;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.util.OutputTag;

/** Makes the operator that delivers advice, keyed by {@link AdviceSubject}, to one subscriber. */
public final class RecommendationDelivery extends AbstractStreamOperatorFactory<DeliveryReport>
    implements OneInputStreamOperatorFactory<Advice, DeliveryReport> {
  private static final long serialVersionUID = 1;

  private final Subscriber subscriber;
  private final DeliveryPolicy policy;
  private final OutputTag<DeadLetter> undelivered;
  private final Transports transports;

  /** Where connections come from. */
  interface Transports extends Serializable {
    Transport open(Subscriber subscriber);
  }

  /**
   * Delivers over HTTP.
   *
   * @param undelivered side output of what is not delivered
   */
  public RecommendationDelivery(
      Subscriber subscriber, DeliveryPolicy policy, OutputTag<DeadLetter> undelivered) {
    this(subscriber, policy, undelivered, HttpTransport::new);
  }

  RecommendationDelivery(
      Subscriber subscriber,
      DeliveryPolicy policy,
      OutputTag<DeadLetter> undelivered,
      Transports transports) {
    this.subscriber = Objects.requireNonNull(subscriber, "subscriber must be set, was null");
    this.policy = Objects.requireNonNull(policy, "policy must be set, was null");
    this.undelivered = Objects.requireNonNull(undelivered, "undelivered must be set, was null");
    this.transports = transports;
  }

  @Override
  // Flink declares it so; the factory is asked for its own operator.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T extends StreamOperator<DeliveryReport>> T createStreamOperator(
      StreamOperatorParameters<DeliveryReport> parameters) {
    return (T)
        new DeliverRecommendations(
            parameters, subscriber, policy, undelivered, transports.open(subscriber));
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface is declared without the type
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
    return DeliverRecommendations.class;
  }
}
