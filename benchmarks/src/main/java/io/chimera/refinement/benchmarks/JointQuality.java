package io.chimera.refinement.benchmarks;

import com.sun.management.ThreadMXBean;
import io.chimera.refinement.benchmarks.RelatedMetrics.Change;
import io.chimera.refinement.benchmarks.RelatedMetrics.Kind;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.JointPane;
import io.chimera.refinement.state.detect.JointWatch;
import io.chimera.refinement.state.detect.JudgedValue;
import io.chimera.refinement.state.detect.SeriesPolicy;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.event.Statistic;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Metrics of one agent judged together: broken relations that are found although no metric leaves
 * its band, what is found besides, incidents of single metrics that are told twice, and the cost.
 */
final class JointQuality implements DetectionSuite.Part {
  private static final int FLEETS = 20;
  private static final int DAY = RelatedMetrics.PANES_PER_DAY;
  private static final long PANE_MILLIS = 10_000;
  private static final int PANES_PER_WINDOW = 6;

  /** Panes after a change in which what is found still belongs to it. */
  private static final int GRACE = 200;

  private static final int COST_AGENTS = 4_000;
  private static final int COST_METRICS = 5;
  private static final int COST_PANES = 200;
  private static final AnomalyWatch.Params PARAMS = AnomalyWatch.Params.defaults();
  private static final SeriesPolicy POLICY = SeriesPolicy.usual(PARAMS);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * What came of one agent.
   *
   * @param alone whether a metric was found by itself in the time of the change
   * @param delay panes until the relation was found, -1 for never
   * @param elsewhere joint findings outside of it
   */
  private record Judged(RelatedMetrics agent, boolean alone, int delay, int elsewhere) {
    boolean found() {
      return delay >= 0;
    }
  }

  @Override
  public String what() {
    return "metrics of one agent together: broken relations, false findings, cost";
  }

  @Override
  public void measure(DetectionSuite.Rows rows) {
    List<Judged> all = agents().parallelStream().map(JointQuality::judged).toList();
    recall(all, rows);
    falseFindings(all, rows);
    List<Judged> ordinary =
        all.stream()
            .filter(each -> each.agent.change() != Change.NONE)
            .filter(each -> !each.agent.change().breaksRelationOnly())
            .toList();
    for (Change change : List.of(Change.SPIKE, Change.LEVEL, Change.DRIFT)) {
      rows.add(
          Measure.lower(
              "3.17.twice." + change.name().toLowerCase(java.util.Locale.ROOT),
              "incidents of one metric that are told by the relation too",
              "ratio"),
          share(of(ordinary, each -> each.agent.change() == change && each.alone), Judged::found));
    }
    costs(rows);
  }

  private static List<RelatedMetrics> agents() {
    List<RelatedMetrics> agents = new ArrayList<>();
    for (int fleet = 1; fleet <= FLEETS; fleet++) {
      int metrics = 3 + fleet % 3;
      int from = DAY + fleet * 1_237 % (DAY / 2);
      int related = metrics >= 4 ? metrics - 1 : metrics;
      for (Change change : Change.values()) {
        int length =
            switch (change) {
              case SPIKE -> 12;
              case LEVEL -> 60;
              case DRIFT -> 240;
              case NONE, DECOUPLED, FROZEN, INVERTED, SHIFTED -> 360;
            };
        int victim = (fleet + change.ordinal()) % related;
        agents.add(
            new RelatedMetrics(
                fleet, Kind.LINEAR, change, metrics, 2, from, from + length, victim));
      }
      agents.add(
          new RelatedMetrics(
              fleet, Kind.QUEUE, Change.DECOUPLED, metrics, 2, from, from + 360, fleet % related));
      for (Kind kind : List.of(Kind.QUEUE, Kind.WEAK, Kind.NONE)) {
        agents.add(new RelatedMetrics(fleet, kind, Change.NONE, metrics, 2, 0, 0, 0));
      }
    }
    return agents;
  }

  private static Judged judged(RelatedMetrics agent) {
    double[][] windows = agent.windows();
    SeriesKey[] keys = new SeriesKey[windows.length];
    AnomalyWatch[] single = new AnomalyWatch[windows.length];
    for (int j = 0; j < windows.length; j++) {
      keys[j] = new SeriesKey("bench", "c", "a", "metric_" + j, "");
      single[j] = new AnomalyWatch();
    }
    String[] names = Arrays.stream(keys).map(SeriesKey::canonical).toArray(String[]::new);
    JointWatch joint = new JointWatch();
    JointPane pane = new JointPane();
    boolean alone = false;
    int delay = -1;
    int elsewhere = 0;
    for (int t = 0; t < windows[0].length; t++) {
      long end = (t + 1) * PANE_MILLIS;
      long start = end - PANES_PER_WINDOW * PANE_MILLIS;
      boolean inside = agent.change() != Change.NONE && t >= agent.from() && t < agent.until();
      for (int j = 0; j < windows.length; j++) {
        double value = windows[j][t];
        boolean opens =
            single[j]
                .observe(keys[j], names[j], Statistic.MEAN, start, end, value, POLICY)
                .filter(finding -> finding.state() == Finding.State.OPEN)
                .isPresent();
        alone |= inside && opens;
        joint.offer(JudgedValue.of(single[j], new SeriesValue(names[j], start, end, value), POLICY));
      }
      boolean opens =
          joint
              .judge(end, PARAMS, pane)
              .filter(finding -> finding.state() == Finding.State.OPEN)
              .isPresent();
      boolean belongs =
          agent.change() != Change.NONE && t >= agent.from() && t < agent.until() + GRACE;
      if (opens && belongs && delay < 0) {
        delay = t - agent.from();
      }
      elsewhere += opens && !belongs ? 1 : 0;
    }
    return new Judged(agent, alone, delay, elsewhere);
  }

  private static void recall(List<Judged> all, DetectionSuite.Rows rows) {
    List<Judged> hidden = of(all, each -> each.agent.change().breaksRelationOnly() && !each.alone);
    rows.add(
        Measure.higher(
                "3.17.recall",
                "broken relations found, %d in which no metric leaves its band"
                    .formatted(hidden.size()),
                "ratio")
            .must(0.8)
            .aim(0.9),
        share(hidden, Judged::found));
    for (Change change : Change.values()) {
      List<Judged> some =
          of(hidden, each -> each.agent.change() == change && each.agent.kind() == Kind.LINEAR);
      if (!some.isEmpty()) {
        rows.add(
            Measure.higher(
                "3.17.recall." + change.name().toLowerCase(java.util.Locale.ROOT),
                "of them " + some.size() + " of this kind",
                "ratio"),
            share(some, Judged::found));
      }
    }
    rows.add(
        Measure.higher("3.17.recall.queue", "of them where the relation is not linear", "ratio"),
        share(of(hidden, each -> each.agent.kind() == Kind.QUEUE), Judged::found));
    int[] delays = hidden.stream().filter(Judged::found).mapToInt(Judged::delay).sorted().toArray();
    rows.add(
        Measure.lower("3.17.delay", "median until a broken relation is found", "panes"),
        delays.length == 0 ? Double.NaN : delays[delays.length / 2]);
  }

  private static void falseFindings(List<Judged> all, DetectionSuite.Rows rows) {
    rows.add(
        Measure.lower("3.17.false", "false findings per agent-day", "1/d").must(0.05).aim(0.01),
        perDay(all));
    for (Kind kind : Kind.values()) {
      rows.add(
          Measure.lower(
                  "3.17.false." + kind.name().toLowerCase(java.util.Locale.ROOT),
                  "of them with relations of this kind",
                  "1/d")
              .must(0.05),
          perDay(of(all, each -> each.agent.kind() == kind)));
    }
  }

  private static double perDay(List<Judged> some) {
    double findings = some.stream().mapToInt(Judged::elsewhere).sum();
    return findings / some.stream().mapToInt(each -> each.agent.days()).sum();
  }

  private static List<Judged> of(List<Judged> all, Predicate<Judged> which) {
    return all.stream().filter(which).toList();
  }

  private static double share(List<Judged> of, Predicate<Judged> which) {
    return of.isEmpty() ? 0 : (double) of(of, which).size() / of.size();
  }

  /** Heap of an agent and CPU of a pane, by the values of one agent. */
  private static void costs(DetectionSuite.Rows rows) {
    double[][] windows =
        new RelatedMetrics(99, Kind.LINEAR, Change.NONE, COST_METRICS, 1, 0, 0, 0).windows();
    JointPane pane = new JointPane();
    long before = usedHeap();
    JointWatch[] watches = new JointWatch[COST_AGENTS];
    double micros = 0;
    for (int i = 0; i < COST_AGENTS; i++) {
      watches[i] = new JointWatch();
      JudgedValue[][] values = values(windows, "agent-" + (1_000 + i));
      long cpu = THREADS.getCurrentThreadCpuTime();
      for (JudgedValue[] each : values) {
        for (JudgedValue value : each) {
          watches[i].offer(value);
        }
        watches[i].judge(each[0].endMillis(), PARAMS, pane);
      }
      // The first half compiles.
      micros += i < COST_AGENTS / 2 ? 0 : (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3;
    }
    double bytes = (double) (usedHeap() - before) / COST_AGENTS;
    rows.add(
        Measure.lower("3.17.heap", "heap per agent with five metrics", "bytes")
            .must(4_096)
            .aim(2_048),
        bytes);
    rows.add(
        Measure.lower("3.17.cpu", "CPU per pane of an agent with five metrics", "us").aim(10),
        micros / (COST_AGENTS / 2 * COST_PANES));
    if (watches[0].equals(watches[1])) {
      throw new IllegalStateException("two agents must differ"); // keeps them alive until here
    }
  }

  private static JudgedValue[][] values(double[][] windows, String agentId) {
    JudgedValue[][] values = new JudgedValue[COST_PANES][windows.length];
    for (int j = 0; j < windows.length; j++) {
      String name = new SeriesKey("bench", "c", agentId, "metric_" + j, "").canonical();
      for (int t = 0; t < COST_PANES; t++) {
        long end = (t + 1) * PANE_MILLIS;
        values[t][j] =
            new JudgedValue(
                name,
                end - PANES_PER_WINDOW * PANE_MILLIS,
                end,
                windows[j][t],
                4.5,
                1e-6,
                Finding.Direction.BOTH,
                JudgedValue.Alone.USUAL);
      }
    }
    return values;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      runtime.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
