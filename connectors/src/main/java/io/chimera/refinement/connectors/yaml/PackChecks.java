package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.BurnPolicy;
import io.chimera.refinement.state.slo.Objective;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold between the documents of a pack. */
final class PackChecks {
  private PackChecks() {}

  static void check(List<ControlDocument> documents, List<Fault> faults) {
    Map<String, BurnPolicy> policies = new HashMap<>();
    Map<String, ControlDocument> names = new HashMap<>();
    for (ControlDocument document : documents) {
      if (document.update().slo() != null && document.update().slo().burn() != null) {
        policies.put(document.update().name(), document.update().slo().burn());
      }
    }
    for (ControlDocument document : documents) {
      if (document.update().slo() != null && document.update().slo().objectives() != null) {
        for (Objective objective : document.update().slo().objectives()) {
          ControlDocument earlier = names.putIfAbsent(objective.name(), document);
          if (earlier != null && !earlier.key().equals(document.key())) {
            add(
                document,
                faults,
                "metadata.name",
                "must be unique among objectives",
                objective.name(),
                "first defined in " + earlier.file() + ':' + earlier.line());
          }
          objective.policies().forEach(name -> policy(document, objective, name, policies, faults));
        }
      }
    }
    LoadProfileChecks.check(documents, names.keySet(), faults);
  }

  private static void policy(
      ControlDocument document,
      Objective objective,
      String name,
      Map<String, BurnPolicy> policies,
      List<Fault> faults) {
    BurnPolicy policy = policies.get(name);
    if (policy == null) {
      add(
          document,
          faults,
          "spec.alertPolicies",
          "must be names of alert policies",
          name,
          Suggestion.among(policies.keySet(), name));
      return;
    }
    for (BurnPolicy.Condition condition : policy.conditions()) {
      BurnPolicy.impossible(condition.rate(), objective.budget().target())
          .ifPresent(
              why ->
                  add(
                      document,
                      faults,
                      "spec.alertPolicies",
                      "must be able to fire",
                      name,
                      why
                          + "; the target must be at least "
                          + ObjectiveReader.plain(
                              Math.ceil((1 - 1 / condition.rate()) * 1e6) / 1e6)));
    }
  }

  private static void add(
      ControlDocument document,
      List<Fault> faults,
      String path,
      String rule,
      String value,
      String hint) {
    faults.add(new Fault(document.file(), document.line(), path, rule, value, hint));
  }
}
