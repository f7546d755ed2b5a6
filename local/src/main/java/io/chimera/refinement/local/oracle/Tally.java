package io.chimera.refinement.local.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what is lost, there twice, or wrong, with the first examples of each. */
public final class Tally {
  private static final int EXAMPLES = 10;

  private final Map<String, List<String>> examples = new LinkedHashMap<>();
  private final Map<String, Long> facts = new LinkedHashMap<>();
  private long lost;
  private long duplicate;
  private long wrong;

  public void lost(String example) {
    lost++;
    note("lost", example);
  }

  public void duplicate(String example) {
    duplicate++;
    note("duplicate", example);
  }

  public void wrong(String example) {
    wrong++;
    note("wrong", example);
  }

  /** Adds what another one has counted. */
  public void add(Tally other) {
    lost += other.lost;
    duplicate += other.duplicate;
    wrong += other.wrong;
    other.facts.forEach(this::fact);
    other.examples.forEach((kind, shown) -> shown.forEach(example -> note(kind, example)));
  }

  private void note(String kind, String example) {
    List<String> shown = examples.computeIfAbsent(kind, key -> new ArrayList<>());
    if (shown.size() < EXAMPLES) {
      shown.add(example);
    }
  }

  /** Remembers a number worth telling. */
  public void fact(String name, long value) {
    facts.merge(name, value, Long::sum);
  }

  public long lost() {
    return lost;
  }

  public long duplicate() {
    return duplicate;
  }

  public long wrong() {
    return wrong;
  }

  public boolean clean() {
    return lost == 0 && duplicate == 0 && wrong == 0;
  }

  /** Up to ten examples by kind. */
  public Map<String, List<String>> examples() {
    return examples;
  }

  public Map<String, Long> facts() {
    return facts;
  }

  @Override
  public String toString() {
    return "lost %d, duplicate %d, wrong %d %s %s"
        .formatted(lost, duplicate, wrong, facts, examples);
  }
}
