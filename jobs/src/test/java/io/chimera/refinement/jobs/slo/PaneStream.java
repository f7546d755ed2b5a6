package io.chimera.refinement.jobs.slo;

import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.slo.AdviseScaling;
import io.chimera.refinement.operators.slo.EvaluateObjectives;
import io.chimera.refinement.operators.slo.JudgeRelease;
import io.chimera.refinement.operators.slo.RaiseAlerts;
import io.chimera.refinement.operators.slo.RoutePanes;
import io.chimera.refinement.operators.slo.WatchTiers;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import io.chimera.refinement.state.window.Pane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The operators between closed panes and what is said about them, with the shipped packs. */
final class PaneStream implements AutoCloseable {
  static final long PANE = 10_000;

  /** A Saturday at midnight, UTC. */
  static final long START = 1_795_219_200_000L;

  static final Packs PACKS = Packs.read(Path.of("../packs"));

  private final Map<String, ControlUpdate> documents;
  private final List<Alert> alertsBefore = new ArrayList<>();
  private final List<Alert> burnsBefore = new ArrayList<>();
  private final List<ObjectiveStatus> statusesBefore = new ArrayList<>();
  private TwoInputStreamOperatorTestHarness<WindowStats, ControlUpdate, IndicatorPane> router;
  private KeyedTwoInputStreamOperatorTestHarness<
          String, IndicatorPane, ControlUpdate, ObjectiveStatus>
      objectives;
  private KeyedTwoInputStreamOperatorTestHarness<String, IndicatorPane, ControlUpdate, Alert>
      alerts;
  private KeyedTwoInputStreamOperatorTestHarness<
          String, IndicatorPane, ControlUpdate, Recommendation>
      scaling;
  private KeyedTwoInputStreamOperatorTestHarness<String, IndicatorPane, ControlUpdate, Finding>
      releases;
  private KeyedTwoInputStreamOperatorTestHarness<String, IndicatorPane, ControlUpdate, Finding>
      tiers;
  private long watermark;

  PaneStream() throws Exception {
    this(PACKS.updates());
  }

  PaneStream(Map<String, ControlUpdate> documents) throws Exception {
    this.documents = documents;
    open(Map.of());
  }

  /**
   * @param states what each operator remembers, by its name; empty at the start
   */
  private void open(Map<String, OperatorSubtaskState> states) throws Exception {
    router =
        new TwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithNonKeyedOperator<>(
                new RoutePanes(documents), List.of(RoutePanes.CHANGES)));
    router.setup();
    if (states.get("router") != null) {
      router.initializeState(states.get("router"));
    }
    router.open();
    objectives = keyed(new EvaluateObjectives(documents, PANE), states.get("objectives"));
    alerts = keyed(new RaiseAlerts(documents), states.get("alerts"));
    scaling = keyed(new AdviseScaling(documents), states.get("scaling"));
    releases = keyed(new JudgeRelease(documents), states.get("releases"));
    tiers = keyed(new WatchTiers(documents), states.get("tiers"));
  }

  /** Everything fails and goes on from a snapshot; what was said before stays said. */
  void restart() throws Exception {
    alertsBefore.addAll(alerts.extractOutputValues());
    burnsBefore.addAll(burns());
    statusesBefore.addAll(objectives.extractOutputValues());
    Map<String, OperatorSubtaskState> states =
        Map.of(
            "router", router.snapshot(1, 1),
            "objectives", objectives.snapshot(1, 1),
            "alerts", alerts.snapshot(1, 1),
            "scaling", scaling.snapshot(1, 1),
            "releases", releases.snapshot(1, 1),
            "tiers", tiers.snapshot(1, 1));
    close();
    open(states);
  }

  private static <T>
      KeyedTwoInputStreamOperatorTestHarness<String, IndicatorPane, ControlUpdate, T> keyed(
          KeyedBroadcastProcessFunction<String, IndicatorPane, ControlUpdate, T> function,
          OperatorSubtaskState state)
          throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, IndicatorPane, ControlUpdate, T>(
            new CoBroadcastWithKeyedOperator<>(function, List.of(RoutePanes.CHANGES)),
            IndicatorPane::stateKey,
            null,
            Types.STRING);
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  /** A pane of a fleet series with these values. */
  void pane(
      String system,
      String component,
      String metric,
      Map<String, String> labels,
      long startMillis,
      double... values)
      throws Exception {
    release(system, component, metric, labels, "", startMillis, values);
  }

  /** The same under a release. */
  void release(
      String system,
      String component,
      String metric,
      Map<String, String> labels,
      String release,
      long startMillis,
      double... values)
      throws Exception {
    Pane pane = new Pane();
    for (double value : values) {
      pane.add(value);
    }
    String series =
        new SeriesKey(system, component, SeriesKey.FLEET, metric, SeriesKey.canonicalLabels(labels))
            .canonical();
    Map<String, Pane> byRelease = new TreeMap<>();
    if (!release.isEmpty()) {
      byRelease.put(release, pane);
    }
    router.processElement1(
        new StreamRecord<>(
            new WindowStats(series, startMillis, startMillis + PANE, pane, byRelease),
            startMillis + PANE - 1));
    for (IndicatorPane part : router.extractOutputValues()) {
      objectives.processElement1(new StreamRecord<>(part));
    }
    router.getOutput().clear();
    move(SideOutputs.ALERT_PANES, alerts);
    move(SideOutputs.SCALING_PANES, scaling);
    move(SideOutputs.RELEASE_PANES, releases);
    move(SideOutputs.TIER_PANES, tiers);
  }

  private <T> void move(
      OutputTag<IndicatorPane> tag,
      KeyedTwoInputStreamOperatorTestHarness<String, IndicatorPane, ControlUpdate, T> to)
      throws Exception {
    var side = router.getSideOutput(tag);
    if (side != null) {
      for (StreamRecord<IndicatorPane> record : side) {
        to.processElement1(new StreamRecord<>(record.getValue()));
      }
      side.clear();
    }
  }

  /** Event time reaches the end of a pane. */
  void close(long endMillis) throws Exception {
    watermark = endMillis - 1;
    for (var harness : List.of(objectives, alerts, scaling, releases, tiers)) {
      harness.processWatermark1(new Watermark(watermark));
      harness.processWatermark2(new Watermark(watermark));
    }
  }

  /** A document comes over the control topic. */
  void control(ControlUpdate update) throws Exception {
    router.processElement2(new StreamRecord<>(update));
    for (var harness : List.of(objectives, alerts, scaling, releases, tiers)) {
      harness.processElement2(new StreamRecord<>(update));
    }
  }

  /** The wall clock shows this. */
  void clock(long millis) throws Exception {
    alerts.setProcessingTime(millis);
  }

  List<Alert> alerts() {
    List<Alert> all = new ArrayList<>(alertsBefore);
    all.addAll(alerts.extractOutputValues());
    return all;
  }

  List<Alert> alerts(String rule) {
    return alerts().stream().filter(alert -> alert.rule().equals(rule)).toList();
  }

  List<Alert> burnAlerts() {
    List<Alert> all = new ArrayList<>(burnsBefore);
    all.addAll(burns());
    return all;
  }

  private List<Alert> burns() {
    var side = objectives.getSideOutput(SideOutputs.BURN_ALERTS);
    return side == null ? List.of() : side.stream().map(StreamRecord::getValue).toList();
  }

  List<ObjectiveStatus> statuses() {
    List<ObjectiveStatus> all = new ArrayList<>(statusesBefore);
    all.addAll(objectives.extractOutputValues());
    return all;
  }

  List<Recommendation> scaling() {
    return scaling.extractOutputValues();
  }

  List<Finding> verdicts() {
    return releases.extractOutputValues();
  }

  List<Finding> tiers() {
    return tiers.extractOutputValues();
  }

  int openTimers() {
    return alerts.numEventTimeTimers();
  }

  @Override
  public void close() throws Exception {
    for (var harness : new ArrayList<>(List.of(objectives, alerts, scaling, releases, tiers))) {
      harness.close();
    }
    router.close();
  }
}
