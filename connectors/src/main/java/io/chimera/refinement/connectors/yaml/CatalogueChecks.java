package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.Tuning;
import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must hold between action catalogues and other documents: an objective that limits their
 * settings has a value for each component that is tuned, and what can be done to a component has
 * one owner.
 */
final class CatalogueChecks {
  private static final String CONSTRAINTS = "spec.constraints";

  private final List<ControlDocument> catalogues = new ArrayList<>();
  private final Map<String, Known> objectives = new TreeMap<>();

  private record Known(Objective objective, ControlDocument document) {
    String place() {
      return objective.name() + " (" + CatalogueChecks.place(document) + ')';
    }
  }

  /**
   * Of documents that are read.
   *
   * @param elsewhere documents in force elsewhere; they are not checked themselves
   */
  CatalogueChecks(List<ControlDocument> documents, List<ControlDocument> elsewhere) {
    elsewhere.forEach(this::learn);
    documents.forEach(this::learn);
    for (ControlDocument document : documents) {
      if (document.update().catalogue() != null) {
        catalogues.add(document);
      }
    }
  }

  private void learn(ControlDocument document) {
    if (document.update().slo() != null && document.update().slo().objectives() != null) {
      for (Objective objective : document.update().slo().objectives()) {
        objectives.put(objective.name(), new Known(objective, document));
      }
    }
  }

  /**
   * Every fault.
   *
   * @param unknown takes objectives that are not there: a fault where all documents are given
   */
  void check(List<Fault> faults, List<Fault> unknown) {
    for (int i = 0; i < catalogues.size(); i++) {
      ControlDocument document = catalogues.get(i);
      for (String name : document.update().catalogue().constraints()) {
        constraint(document, name, faults, unknown);
      }
      for (ControlDocument earlier : catalogues.subList(0, i)) {
        owner(earlier, document, faults);
      }
    }
  }

  private void constraint(
      ControlDocument document, String name, List<Fault> faults, List<Fault> unknown) {
    Known known = objectives.get(name);
    if (known == null) {
      unknown.add(
          fault(
              document,
              CONSTRAINTS,
              "must be names of objectives",
              name,
              objectives.isEmpty()
                  ? "there are none"
                  : Suggestion.among(objectives.keySet(), name)));
      return;
    }
    Objective objective = known.objective();
    ActionCatalogue catalogue = document.update().catalogue();
    if (objective.by() != Objective.Grouping.COMPONENT) {
      faults.add(
          fault(
              document,
              CONSTRAINTS,
              "must be objectives with a value per component",
              name,
              "annotate " + known.place() + " with refinement.io/by: component"));
    } else if (objective.op() == Objective.Op.REPORT) {
      faults.add(
          fault(
              document,
              CONSTRAINTS,
              "must be objectives with a limit",
              name,
              known.place() + " is reported only"));
    } else if (!accepts(objective.indicator().system(), catalogue.system())
        || !accepts(objective.indicator().component(), catalogue.component())) {
      faults.add(
          fault(
              document,
              CONSTRAINTS,
              "must be objectives of the components that are tuned",
              name,
              known.place()
                  + " is about "
                  + objective.indicator().system()
                  + '/'
                  + objective.indicator().component()));
    }
  }

  private static boolean accepts(String pattern, String selected) {
    return selected.equals(ActionCatalogue.ANY) || LabelPattern.accepts(pattern, selected);
  }

  /** Two teams that may do the same to the same component undo what the other one did. */
  private static void owner(ControlDocument earlier, ControlDocument later, List<Fault> faults) {
    ActionCatalogue one = earlier.update().catalogue();
    ActionCatalogue other = later.update().catalogue();
    if (one.owner().equals(other.owner())
        || !overlap(one.system(), other.system())
        || !overlap(one.component(), other.component())) {
      return;
    }
    Set<String> shared = changes(one);
    shared.retainAll(changes(other));
    if (!shared.isEmpty()) {
      faults.add(
          fault(
              later,
              "spec.owner",
              "must be one for what can be done to a component",
              other.owner(),
              String.join(", ", shared)
                  + " is also in "
                  + one.name()
                  + " ("
                  + place(earlier)
                  + "), owned by "
                  + (one.owner().isEmpty() ? "nobody" : one.owner())));
    }
  }

  private static boolean overlap(String one, String other) {
    return one.equals(ActionCatalogue.ANY)
        || other.equals(ActionCatalogue.ANY)
        || one.equals(other);
  }

  /** Names of actions, but for the first one, which holds still, and of settings. */
  private static Set<String> changes(ActionCatalogue catalogue) {
    Set<String> names = new TreeSet<>();
    catalogue.actions().stream().skip(1).map(ActionCatalogue.Action::name).forEach(names::add);
    if (catalogue.tuning() != null) {
      catalogue.tuning().parameters().stream().map(Tuning.Parameter::name).forEach(names::add);
    }
    return names;
  }

  private static String place(ControlDocument document) {
    return document.file() + ':' + document.line();
  }

  private static Fault fault(
      ControlDocument document, String path, String rule, String value, String hint) {
    return new Fault(document.file(), document.line(), path, rule, value, hint);
  }
}
