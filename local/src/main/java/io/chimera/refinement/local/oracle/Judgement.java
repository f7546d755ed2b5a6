package io.chimera.refinement.local.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The verdict on every report of the input topic, computed in one go from its bytes in the order of
 * their offsets. Repeats of a report stand in the partition of the first, as the load sends them.
 */
final class Judgement {
  private static final long NEVER_LATE_MILLIS = 5_000;
  private static final long ALWAYS_LATE_MILLIS = 65_000;
  private static final long FUTURE_MILLIS = 60_000;

  private final ContractReader reader = new ContractReader();
  private final Predicate<Stored> mayBeLate;
  private final Map<String, Set<String>> bodies = new HashMap<>();
  private final Map<Integer, Long> newest = new HashMap<>();
  private final List<Judged> judged = new ArrayList<>();

  private Judgement(Predicate<Stored> mayBeLate) {
    this.mayBeLate = mayBeLate;
  }

  /**
   * Judges {@code input}, in the order of offsets within each partition.
   *
   * @param mayBeLate records that other partitions may have overtaken
   */
  static List<Judged> of(List<Stored> input, Predicate<Stored> mayBeLate) {
    Judgement judgement = new Judgement(mayBeLate);
    for (Stored stored : input) {
      for (Element element : judgement.reader.read(stored.value())) {
        judgement.judge(stored, element);
      }
    }
    return judgement.judged;
  }

  private void judge(Stored stored, Element element) {
    Report report = element.report();
    if (report == null) {
      add(stored, element, Fate.REJECTED, element.reason());
      return;
    }
    if (report.timestamp() > stored.timestamp() + FUTURE_MILLIS) {
      add(stored, element, Fate.FUTURE, "FUTURE");
      return;
    }
    long newestHere = newest.merge(stored.partition(), report.timestamp(), Math::max);
    Set<String> known = bodies.computeIfAbsent(report.identity(), key -> new HashSet<>());
    if (known.contains(report.body())) {
      add(stored, element, Fate.DUPLICATE, null);
    } else if (!known.isEmpty()) {
      add(stored, element, Fate.REJECTED, "ID_CONFLICT");
    } else {
      known.add(report.body());
      long behind = newestHere - report.timestamp();
      if (behind > ALWAYS_LATE_MILLIS) {
        add(stored, element, Fate.LATE, "LATE");
      } else if (behind > NEVER_LATE_MILLIS || mayBeLate.test(stored)) {
        add(stored, element, Fate.EITHER, null);
      } else {
        add(stored, element, Fate.ACCEPTED, null);
      }
    }
  }

  private void add(Stored stored, Element element, Fate fate, String reason) {
    judged.add(
        new Judged(stored.partition(), stored.offset(), element, fate, reason, stored.headers()));
  }
}
