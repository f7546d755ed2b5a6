package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Measure;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What load profiles name must be there: objectives, gates. */
final class LoadProfileChecks {
  private LoadProfileChecks() {}

  /**
   * @param objectives all objectives that were read; with none, nothing can be said
   */
  static void check(List<ControlDocument> documents, Set<String> objectives, List<Fault> faults) {
    if (objectives.isEmpty()) {
      return;
    }
    Set<String> gates = new TreeSet<>();
    for (ControlDocument document : documents) {
      if (document.update().kind().equals(Kinds.GATE)) {
        gates.add(document.update().name());
      }
    }
    for (ControlDocument document : documents) {
      if (document.update().kind().equals(Kinds.PROFILE)) {
        for (Criterion criterion : LoadProfileReader.of(document).criteria()) {
          boolean gate = criterion.measure() == Measure.GATE;
          for (String name : criterion.names()) {
            if ((gate ? gates : objectives)
                .stream().noneMatch(known -> Criterion.matches(name, known))) {
              faults.add(
                  new Fault(
                      document.file(),
                      document.line(),
                      "spec.criteria." + criterion.measure().field(),
                      gate ? "must be the name of a gate" : "must be names of objectives",
                      name,
                      Suggestion.among(gate ? gates : objectives, name)));
            }
          }
        }
      }
    }
  }
}
