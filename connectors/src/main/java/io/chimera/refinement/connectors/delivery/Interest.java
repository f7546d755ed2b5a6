package io.chimera.refinement.connectors.delivery;

import io.chimera.refinement.connectors.json.RecommendationFacts;
import java.io.Serializable;
import java.util.Set;

/** Which recommendations a subscriber wants; an empty set stands for all. */
public record Interest(
    Set<String> systems, Set<String> components, Set<String> optimizers, Set<String> modes)
    implements Serializable {
  private static final long serialVersionUID = 1;

  public static final Interest EVERYTHING = new Interest(Set.of(), Set.of(), Set.of(), Set.of());

  public Interest {
    systems = Set.copyOf(systems);
    components = Set.copyOf(components);
    optimizers = Set.copyOf(optimizers);
    modes = Set.copyOf(modes);
  }

  boolean covers(RecommendationFacts facts) {
    return holds(systems, facts.system())
        && holds(components, facts.component())
        && holds(optimizers, facts.optimizer())
        && holds(modes, facts.mode());
  }

  private static boolean holds(Set<String> wanted, String value) {
    return wanted.isEmpty() || wanted.contains(value);
  }
}
