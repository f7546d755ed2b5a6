package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.Moment;
import io.chimera.refinement.state.optimise.OtherChanges;
import io.chimera.refinement.state.optimise.OutcomeResult;
import io.chimera.refinement.state.optimise.SettingsOptimiser;
import io.chimera.refinement.state.slo.ObjectiveStatus;
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
 * The part of {@link Recommend} that tunes settings. State: one {@link SettingsOptimiser} per
 * catalogue that has settings.
 */
final class SettingsAdvisors {
  private static final String STATE = "settings-optimisers";

  private final MapState<String, SettingsOptimiser> advisors;

  SettingsAdvisors(RuntimeContext context) {
    advisors =
        context.getMapState(new MapStateDescriptor<>(STATE, Types.STRING, EventTypes.SETTINGS));
  }

  /** Scores and closes what is due. */
  List<Learned> settle(long nowMillis) throws Exception {
    List<Learned> all = new ArrayList<>();
    for (Map.Entry<String, SettingsOptimiser> entry : advisors.entries()) {
      List<Learned> settled = entry.getValue().onTime(nowMillis);
      if (!settled.isEmpty()) {
        all.addAll(settled);
        entry.setValue(entry.getValue());
      }
    }
    return all;
  }

  /** The verdict on an outcome; empty when the recommendation is none of these. */
  Optional<OutcomeResult> learn(String target, Outcome outcome) throws Exception {
    SettingsOptimiser advisor = advisors.get(target);
    if (advisor == null || !advisor.issued(outcome.recommendationId())) {
      return Optional.empty();
    }
    OutcomeResult result = advisor.onOutcome(outcome);
    advisors.put(target, advisor);
    return Optional.of(result);
  }

  void hear(ObjectiveStatus status) throws Exception {
    for (Map.Entry<String, SettingsOptimiser> entry : advisors.entries()) {
      entry.getValue().onStatus(status);
      entry.setValue(entry.getValue());
    }
  }

  Optional<Recommendation> advise(
      ActionCatalogue catalogue, Signal signal, Moment moment, OtherChanges others, long seed)
      throws Exception {
    SettingsOptimiser known = advisors.get(catalogue.name());
    SettingsOptimiser advisor = known == null ? new SettingsOptimiser() : known;
    Optional<Recommendation> advice =
        advisor.onObjective(catalogue, signal.system(), signal.component(), moment, others, seed);
    advisors.put(catalogue.name(), advisor);
    return advice;
  }

  OtherChanges changes(String target, long nowMillis) throws Exception {
    SettingsOptimiser advisor = advisors.get(target);
    return advisor == null ? OtherChanges.NONE : advisor.changes(nowMillis);
  }

  /** Event time of the last advice on settings; the least number when there is none. */
  long lastDecidedAt(String target) throws Exception {
    SettingsOptimiser advisor = advisors.get(target);
    return advisor == null ? Long.MIN_VALUE : advisor.lastDecidedAt();
  }

  /** When each of them has something to do next. */
  List<Long> nextTimes() throws Exception {
    List<Long> times = new ArrayList<>();
    for (SettingsOptimiser advisor : advisors.values()) {
      OptionalLong next = advisor.nextTime();
      if (next.isPresent()) {
        times.add(next.getAsLong());
      }
    }
    return times;
  }
}
