package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.slo.AlertReading;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.BaselineRing;
import io.chimera.refinement.state.slo.PaneLadder;
import io.chimera.refinement.state.slo.RolePanes;
import io.chimera.refinement.state.slo.RuleTerm;
import io.chimera.refinement.state.slo.TermPanes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a rule sees of its subject at the end of a pane.
 *
 * <p>State: for a rule with a window its recent values, for one against the usual its baseline.
 */
final class RuleReadings {
  private final MapState<String, PaneLadder> ladders;
  private final MapState<String, BaselineRing> baselines;

  /**
   * A look at the values.
   *
   * @param reading what is compared; empty when no term has a value
   * @param values values of the rule's window by term
   * @param startMillis start of the pane
   * @param spanMillis length of the window
   */
  record View(
      Optional<AlertReading> reading,
      Map<String, RolePanes> values,
      long startMillis,
      long spanMillis) {}

  RuleReadings(RuntimeContext context) {
    ladders =
        context.getMapState(
            new MapStateDescriptor<>("rule-values", Types.STRING, EventTypes.PANE_LADDER));
    baselines =
        context.getMapState(
            new MapStateDescriptor<>("rule-baselines", Types.STRING, EventTypes.BASELINE));
  }

  /** What the rule sees when the pane has ended. */
  View at(AlertRule rule, List<RuleTerm> terms, TermPanes came, long endMillis) throws Exception {
    Map<String, RolePanes> values = came.terms();
    long span = endMillis - came.startMillis();
    if (rule.windowMillis() > span) {
      values = windows(rule, came, endMillis);
      span = rule.windowMillis();
    }
    Map<String, OptionalDouble> usual = new HashMap<>();
    for (RuleTerm term : terms) {
      if (term.ofBaseline()) {
        BaselineRing ring = baselines.get(term.baselineKey());
        usual.put(term.baselineKey(), ring == null ? OptionalDouble.empty() : ring.usual());
      }
    }
    return new View(
        RuleTerm.read(terms, values, term -> usual.get(term.baselineKey()), span),
        values,
        came.startMillis(),
        span);
  }

  /** The values of the rule's window, this pane included. */
  private Map<String, RolePanes> windows(AlertRule rule, TermPanes came, long endMillis)
      throws Exception {
    Map<String, RolePanes> values = new TreeMap<>();
    for (Map.Entry<String, RolePanes> term : came.terms().entrySet()) {
      PaneLadder ladder = ladders.get(term.getKey());
      ladder = ladder == null ? new PaneLadder() : ladder;
      ladder.add(came.startMillis(), term.getValue(), rule.windowMillis());
      ladder.dropOld(endMillis, rule.windowMillis());
      ladders.put(term.getKey(), ladder);
      values.put(term.getKey(), ladder.window(rule.windowMillis(), endMillis));
    }
    return values;
  }

  /** Takes what was seen as usual. */
  void learn(List<RuleTerm> terms, View view) throws Exception {
    for (RuleTerm term : terms) {
      RolePanes panes = view.values().get(term.key());
      if (term.ofBaseline() && panes != null) {
        OptionalDouble value = panes.value(term.statistic(), term.indicator(), view.spanMillis());
        if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
          BaselineRing ring = baselines.get(term.baselineKey());
          ring = ring == null ? new BaselineRing() : ring;
          ring.add(view.startMillis(), value.getAsDouble());
          baselines.put(term.baselineKey(), ring);
        }
      }
    }
  }
}
