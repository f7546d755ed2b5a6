package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.state.slo.LabelPattern;
import io.chimera.refinement.state.slo.Objective;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Reports of everything that objectives are about: each of their series from 25 agents, one report
 * a second each. Values are round about 42 of whatever unit, so that many objectives are broken.
 * Not thread-safe.
 */
final class ObjectiveReports implements ReportStream {
  private static final int AGENTS = 25;
  private static final long SEED = 7;

  private record Source(
      String system, String component, String metric, Map<String, String> labels) {}

  private final ReportWriter writer = new ReportWriter();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Source> sources;
  private final Map<String, Integer> components = new HashMap<>();

  ObjectiveReports(List<Objective> objectives) {
    Set<Source> all = new LinkedHashSet<>();
    for (Objective objective : objectives) {
      if (objective.isLive()) {
        all.add(source(objective));
      }
    }
    sources = new ArrayList<>(all);
    for (Source source : sources) {
      components.putIfAbsent(source.system() + '-' + source.component(), components.size());
    }
  }

  private static Source source(Objective objective) {
    Map<String, String> labels = new TreeMap<>();
    objective
        .indicator()
        .labels()
        .forEach((name, pattern) -> labels.put(name, LabelPattern.words(pattern).get(0)));
    String component = labels.getOrDefault("component", objective.component());
    labels.remove("component");
    return new Source(objective.pack(), component, objective.indicator().metric(), labels);
  }

  /** Different series of a component. */
  int series() {
    return sources.size();
  }

  @Override
  public int perSecond() {
    return sources.size() * AGENTS;
  }

  @Override
  public int agent(long number) {
    Source source = at(number);
    int component = components.get(source.system() + '-' + source.component());
    return component * AGENTS + copy(number);
  }

  @Override
  public byte[] key(long number) {
    return agentId(number).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] json(long number, long timestampMillis) {
    Source source = at(number);
    double value = Math.rint((42 + 5 * (random.nextDouble() - 0.5)) * 100) / 100;
    return writer.write(
        "o-" + (10_000_000 + number),
        source.system(),
        source.component(),
        agentId(number),
        timestampMillis,
        number / perSecond(),
        Map.of(source.metric(), value),
        source.labels());
  }

  private Source at(long number) {
    return sources.get((int) (number % sources.size()));
  }

  private int copy(long number) {
    return (int) (number / sources.size() % AGENTS);
  }

  private String agentId(long number) {
    return "agent-" + (10_000 + agent(number));
  }
}
