package io.chimera.refinement.local.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Output that is identified by the header {@code ce_id}: the same id has the same bytes; exactly
 * once means that an id comes once.
 */
final class EventCheck {
  private EventCheck() {}

  /** Checks the records of one topic and returns their values by id. */
  static Map<String, String> run(List<Stored> records, boolean exactlyOnce, Tally tally) {
    Map<String, String> byId = new HashMap<>();
    for (Stored stored : records) {
      String id = stored.headers().get("ce_id");
      if (id == null) {
        tally.wrong("record without ce_id: " + stored.place());
        continue;
      }
      String before = byId.putIfAbsent(id, stored.text());
      if (before == null) {
        continue;
      }
      if (!before.equals(stored.text())) {
        tally.wrong(
            "id "
                + id
                + " with other bytes at "
                + stored.place()
                + ": "
                + before
                + " and "
                + stored.text());
      } else if (exactlyOnce) {
        tally.duplicate(stored.place() + ' ' + stored.text());
      } else {
        tally.fact("repeatedEvents", 1);
      }
    }
    return byId;
  }

  /** Compares with what an undisturbed run over the same input put out. */
  static void compare(
      String topic, Map<String, String> calm, Map<String, String> found, Tally tally) {
    calm.forEach(
        (id, value) -> {
          String there = found.get(id);
          if (there == null) {
            tally.lost(topic + ": undisturbed, but not here: " + value);
          } else if (!there.equals(value)) {
            tally.wrong(topic + ": undisturbed " + value + ", here " + there);
          }
        });
    found.forEach(
        (id, value) -> {
          if (!calm.containsKey(id)) {
            tally.wrong(topic + ": here, but not undisturbed: " + value);
          }
        });
  }
}
