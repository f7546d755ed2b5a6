package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Measure;
import io.chimera.refinement.connectors.yaml.Packs;
import java.util.List;

/**
 * What the agents of the monitored system report: each request by its mix, and besides whatever the
 * objectives of the criteria are about. The generator stands in for a healthy system: values lie
 * within the limits of its objectives; rates and users are those of the schedule.
 *
 * @param kinds kinds of requests, in the order of the mix
 * @param gauges what is reported beside them
 * @param cadenceMillis how often, event time
 */
record SystemModel(List<RequestKind> kinds, List<Gauge> gauges, long cadenceMillis) {

  static SystemModel of(Packs packs, LoadPlan plan) {
    return new SystemModelMaker(packs, plan).make();
  }

  /** What the objectives of the criteria are called, gates spelled out. */
  static List<Criterion> objectiveCriteria(Packs packs, LoadPlan plan) {
    return plan.profile().criteria().stream()
        .filter(criterion -> !criterion.names().isEmpty())
        .map(
            criterion ->
                criterion.measure() == Measure.GATE
                    ? new Criterion(
                        Measure.GATE, 0, GateObjectives.of(packs, criterion.names().get(0)))
                    : criterion)
        .toList();
  }
}
