package io.chimera.refinement.local.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which settings each component runs with, and since when. Not thread-safe. */
final class SettingsInForce {
  private final Map<Integer, TreeMap<Long, Map<String, Double>>> changes = new HashMap<>();

  /** The component runs with {@code settings} from then on; those that do not exist are ignored. */
  void change(int component, Map<String, Double> settings, long fromMillis) {
    Map<String, Double> changed = new HashMap<>(at(component, fromMillis));
    settings.forEach((name, value) -> changed.computeIfPresent(name, (known, old) -> value));
    changes.computeIfAbsent(component, fresh -> new TreeMap<>()).put(fromMillis, changed);
  }

  /** The settings of a component at a time. */
  Map<String, Double> at(int component, long atMillis) {
    TreeMap<Long, Map<String, Double>> mine = changes.get(component);
    Map.Entry<Long, Map<String, Double>> newest = mine == null ? null : mine.floorEntry(atMillis);
    return newest == null ? SettingEffects.AT_START : newest.getValue();
  }
}
