package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.ComponentOptimiser;
import io.chimera.refinement.state.optimise.Moment;
import io.chimera.refinement.state.optimise.OtherChanges;
import io.chimera.refinement.state.optimise.OutcomeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The part of {@link Recommend} that chooses among actions. State: one {@link ComponentOptimiser}
 * per catalogue that has actions.
 */
final class ActionAdvisors {
  private static final String STATE = "optimisers";

  private final MapState<String, ComponentOptimiser> advisors;

  ActionAdvisors(RuntimeContext context) {
    advisors =
        context.getMapState(new MapStateDescriptor<>(STATE, Types.STRING, EventTypes.OPTIMISER));
  }

  /**
   * An advisor that has looked at a moment.
   *
   * @param advice what it recommends, if anything
   */
  record Advised(ComponentOptimiser advisor, Optional<Recommendation> advice) {}

  /** Settles measurements and deadlines that are due. */
  List<Learned> settle(long nowMillis) throws Exception {
    List<Learned> all = new ArrayList<>();
    for (Map.Entry<String, ComponentOptimiser> entry : advisors.entries()) {
      ComponentOptimiser advisor = entry.getValue();
      List<Learned> settled = advisor.onTime(nowMillis);
      if (!settled.isEmpty()) {
        all.addAll(settled);
        entry.setValue(advisor);
      }
    }
    return all;
  }

  /** The verdict on an outcome; empty when nobody has ever advised under that catalogue. */
  Optional<OutcomeResult> learn(String target, Outcome outcome) throws Exception {
    ComponentOptimiser advisor = advisors.get(target);
    if (advisor == null) {
      return Optional.empty();
    }
    OutcomeResult result = advisor.onOutcome(outcome);
    advisors.put(target, advisor);
    return Optional.of(result);
  }

  /**
   * Asks for advice.
   *
   * @param modelOrNull the model that is to decide from now on
   * @param others what was changed in the settings
   */
  Advised advise(
      ActionCatalogue catalogue,
      ControlUpdate modelOrNull,
      Signal signal,
      Moment moment,
      OtherChanges others,
      long seed)
      throws Exception {
    ComponentOptimiser known = advisors.get(catalogue.name());
    ComponentOptimiser advisor = known == null ? new ComponentOptimiser() : known;
    adopt(advisor, catalogue, modelOrNull, signal, seed);
    Optional<Recommendation> advice =
        advisor.onObjective(catalogue, signal.system(), signal.component(), moment, others, seed);
    advisors.put(catalogue.name(), advisor);
    return new Advised(advisor, advice);
  }

  /** The next decision is the first of the model; one that does not fit is passed over. */
  private static void adopt(
      ComponentOptimiser advisor,
      ActionCatalogue catalogue,
      ControlUpdate modelOrNull,
      Signal signal,
      long seed) {
    if (modelOrNull != null
        && (modelOrNull.deleted() || modelOrNull.model().misfit(catalogue).isEmpty())) {
      advisor.adopt(
          modelOrNull.deleted() ? null : modelOrNull.model(),
          signal.system(),
          signal.component(),
          catalogue.name(),
          seed);
    }
  }

  OtherChanges changes(ActionCatalogue catalogue, long nowMillis) throws Exception {
    ComponentOptimiser advisor =
        catalogue.actions().isEmpty() ? null : advisors.get(catalogue.name());
    return advisor == null ? OtherChanges.NONE : advisor.changes(catalogue, nowMillis);
  }

  /** Event time of the last advice on actions; the least number when there is none. */
  long lastDecidedAt(String target) throws Exception {
    ComponentOptimiser advisor = advisors.get(target);
    return advisor == null ? Long.MIN_VALUE : advisor.lastDecidedAt();
  }

  /** When each of them has something to do next. */
  List<Long> nextTimes() throws Exception {
    List<Long> times = new ArrayList<>();
    for (ComponentOptimiser advisor : advisors.values()) {
      OptionalLong next = advisor.nextTime();
      if (next.isPresent()) {
        times.add(next.getAsLong());
      }
    }
    return times;
  }
}
