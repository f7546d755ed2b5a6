package io.chimera.refinement.operators.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.slo.RuleAdvice;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** What an alert asks for is a recommendation too (MPL-ALR-05), of optimiser {@code rule}. */
public final class AdviseActions implements FlatMapFunction<Alert, Recommendation> {
  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(Alert alert, Collector<Recommendation> out) {
    RuleAdvice.of(alert).ifPresent(out::collect);
  }
}
