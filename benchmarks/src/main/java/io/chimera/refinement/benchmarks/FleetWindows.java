package io.chimera.refinement.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.observe.FoundFinding;
import io.chimera.refinement.local.simulator.SimulatedReport;
import io.chimera.refinement.state.detect.AbsenceWatch;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Statistic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The windows of every agent's and every fleet's series, and what the job's detectors of anomalies
 * and absence find in them, settled as in {@code run}.
 */
final class FleetWindows {
  private static final long PANE_MILLIS = 10_000;
  private static final int PANES = 6;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AnomalyWatch.Params PARAMS =
      new AnomalyWatch.Params(
          90_000, AnomalyWatch.Params.defaults().rarity(), 60, 6, 4.5, 0.06, 1e-6, 3);
  private static final AbsenceWatch.Params ABSENCE = new AbsenceWatch.Params(20_000, 3);

  private final long startMillis;
  private final int panes;
  private final Map<String, Series> series = new TreeMap<>();
  private final Map<String, Agent> agents = new TreeMap<>();
  private final List<FoundFinding> found = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  /** Sums and counts by pane. */
  private record Series(SeriesKey key, double[] sums, int[] counts) {}

  /** In which panes an agent reported. */
  private record Agent(String system, String component, boolean[] seen) {}

  FleetWindows(long startMillis, long endMillis) {
    this.startMillis = startMillis;
    this.panes = (int) ((endMillis - startMillis) / PANE_MILLIS);
  }

  /** Takes a report in, unless it is a repeated one or lies outside. */
  void add(SimulatedReport sent) {
    int pane = (int) Math.floorDiv(sent.eventMillis() - startMillis, PANE_MILLIS);
    if (sent.repeated() || pane < 0 || pane >= panes) {
      return;
    }
    JsonNode report = parse(sent.json());
    String system = report.path("system").asText();
    String component = report.path("component").asText();
    Map<String, String> labels = new HashMap<>();
    report.path("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    agents.computeIfAbsent(sent.agentId(), id -> new Agent(system, component, new boolean[panes]))
            .seen[pane] =
        true;
    report
        .path("metrics")
        .properties()
        .forEach(
            metric -> {
              SeriesKey key =
                  new SeriesKey(
                      system,
                      component,
                      sent.agentId(),
                      metric.getKey(),
                      SeriesKey.canonicalLabels(labels));
              count(key, pane, metric.getValue().asDouble());
              count(key.fleet(), pane, metric.getValue().asDouble());
            });
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void count(SeriesKey key, int pane, double value) {
    Series known =
        series.computeIfAbsent(
            key.canonical(), name -> new Series(key, new double[panes], new int[panes]));
    known.sums[pane] += value;
    known.counts[pane]++;
  }

  /** What the detectors find, each finding once. */
  List<FoundFinding> judge() {
    series.forEach(this::anomalies);
    agents.forEach(this::absence);
    return List.copyOf(found);
  }

  private void anomalies(String name, Series of) {
    AnomalyWatch watch = new AnomalyWatch();
    for (int pane = 0; pane < panes; pane++) {
      double sum = 0;
      int count = 0;
      for (int i = Math.max(0, pane - PANES + 1); i <= pane; i++) {
        sum += of.sums[i];
        count += of.counts[i];
      }
      if (count > 0) {
        long end = end(pane);
        long start = end - PANES * PANE_MILLIS;
        keep(watch.observe(of.key, name, Statistic.MEAN, start, end, sum / count, PARAMS));
      }
    }
  }

  private void absence(String agentId, Agent agent) {
    AbsenceWatch watch = new AbsenceWatch();
    for (int pane = 0; pane < panes; pane++) {
      if (agent.seen[pane]) {
        keep(watch.seen(agent.system, agent.component, agentId, end(pane), ABSENCE));
      }
      long due = watch.deadline(ABSENCE);
      if (due <= end(pane) && !watch.isAbsent()) {
        keep(watch.silent(agent.system, agent.component, agentId, due, ABSENCE));
      }
    }
  }

  private long end(int pane) {
    return startMillis + (pane + 1) * PANE_MILLIS;
  }

  private void keep(Optional<Finding> finding) {
    finding
        .filter(each -> known.add(each.findingId()))
        .ifPresent(
            each ->
                found.add(
                    new FoundFinding(
                        each.findingId(),
                        each.kind().name(),
                        each.system(),
                        each.component(),
                        each.agentId(),
                        each.metric(),
                        each.detectedAt(),
                        each.state().name(),
                        each.severity().name(),
                        each.sentence(),
                        each.related())));
  }

  /** Windows that were judged and that {@code counts} accepts by component and end. */
  long judged(BiPredicate<String, Long> counts) {
    long windows = 0;
    for (Series of : series.values()) {
      for (int pane = 0; pane < panes; pane++) {
        boolean there = of.counts[pane] > 0;
        windows += there && counts.test(of.key.component(), end(pane)) ? 1 : 0;
      }
    }
    return windows;
  }
}
