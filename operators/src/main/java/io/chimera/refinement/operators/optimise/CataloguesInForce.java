package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Signal;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/**
 * What the optimiser has been told: the catalogues that a job began with and how they were changed
 * since, who is frozen, and which models decide.
 *
 * @param initial catalogues of the job's start, by name
 * @param changes by {@code kind/name}
 */
record CataloguesInForce(
    Map<String, ActionCatalogue> initial, ReadOnlyBroadcastState<String, ControlUpdate> changes) {

  /** Whether the optimiser heeds an update: of models only those that are loaded. */
  static boolean heed(ControlUpdate update) {
    // Only a model that was admitted is loaded; a document that names one waits for that.
    boolean model =
        update.kind().equals(ControlUpdate.MODEL)
            && (update.deleted() || update.model().isLoaded());
    return model
        || update.kind().equals(ControlUpdate.ACTION_CATALOGUE)
        || update.kind().equals(ControlUpdate.FREEZE);
  }

  /** Under which an update is kept. */
  static String key(ControlUpdate update) {
    return update.kind() + '/' + update.name();
  }

  /** All catalogues, in the order of their names. */
  Collection<ActionCatalogue> all() throws Exception {
    Map<String, ActionCatalogue> catalogues = new TreeMap<>(initial);
    for (Map.Entry<String, ControlUpdate> change : changes.immutableEntries()) {
      ControlUpdate update = change.getValue();
      if (update.kind().equals(ControlUpdate.ACTION_CATALOGUE)) {
        if (update.deleted()) {
          catalogues.remove(update.name());
        } else {
          catalogues.put(update.name(), update.catalogue());
        }
      }
    }
    return catalogues.values();
  }

  /** Whether a value of an objective, or where one stands, is of use to any catalogue. */
  boolean need(Signal signal) throws Exception {
    return all().stream()
        .anyMatch(
            each ->
                (signal.status() == null
                        ? each.metric().equals(signal.objective().metric())
                        : each.constraints().contains(signal.status().objective()))
                    && each.covers(signal.system(), signal.component()));
  }

  /** The catalogues whose objective the signal is about, in the order of their names. */
  List<ActionCatalogue> about(Signal signal) throws Exception {
    return all().stream()
        .filter(each -> each.metric().equals(signal.objective().metric()))
        .filter(each -> each.covers(signal.system(), signal.component()))
        .toList();
  }

  /** Whether somebody asked for no advice to the system or component at present. */
  boolean freeze(Signal signal) throws Exception {
    for (String name : List.of(signal.system(), signal.subject())) {
      ControlUpdate freeze = changes.get(ControlUpdate.FREEZE + '/' + name);
      if (freeze != null && !freeze.deleted()) {
        return true;
      }
    }
    return false;
  }

  /** The model of a catalogue, that it was withdrawn, or null when nobody said anything. */
  ControlUpdate modelOf(ActionCatalogue catalogue) throws Exception {
    return changes.get(ControlUpdate.MODEL + '/' + catalogue.name());
  }
}
