package io.chimera.refinement.operators.slo;

import io.chimera.refinement.operators.Stored;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.slo.IndicatorPane;
import io.chimera.refinement.state.slo.RegressionBudget;
import io.chimera.refinement.state.slo.RegressionFinding;
import io.chimera.refinement.state.slo.ReleaseWatch;
import io.chimera.refinement.state.slo.SloPlan;
import io.chimera.refinement.state.slo.UsualWatch;
import io.chimera.refinement.state.window.Pane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Compares the newest release of a series with the one before it, or a series with its usual, and
 * emits a finding whenever the verdict changes (KAI-REG-01 to 03, KAI-REL-02). Keyed by budget and
 * series.
 *
 * <p>State: moments of two releases, or a baseline and five minutes; parts of the open pane. Time:
 * the end of each pane.
 */
public final class JudgeRelease
    extends KeyedBroadcastProcessFunction<String, IndicatorPane, ControlUpdate, Finding> {
  private static final long serialVersionUID = 1;

  private final PlanInForce documents;
  private transient ListState<IndicatorPane> open;
  private transient ValueState<ReleaseWatch> watch;
  private transient ValueState<UsualWatch> usual;

  public JudgeRelease(Map<String, ControlUpdate> initial) {
    this.documents = new PlanInForce(initial);
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("open-releases", EventTypes.INDICATOR_PANE));
    watch =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("release-watch", EventTypes.RELEASE_WATCH));
    usual =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("usual-watch", EventTypes.USUAL_WATCH));
  }

  @Override
  public void processElement(IndicatorPane part, ReadOnlyContext context, Collector<Finding> out)
      throws Exception {
    open.add(part);
    context.timerService().registerEventTimeTimer(part.endMillis() - 1);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    long end = timestamp + 1;
    TreeMap<String, Pane> releases = new TreeMap<>();
    List<IndicatorPane> later = new ArrayList<>();
    long start = end;
    for (IndicatorPane part : open.get()) {
      if (part.endMillis() > end) {
        later.add(part);
      } else {
        start = part.startMillis();
        releases.computeIfAbsent(part.release(), fresh -> new Pane()).merge(part.pane());
      }
    }
    open.update(later);
    String key = context.getCurrentKey();
    int at = key.indexOf('@');
    SloPlan plan = documents.plan(context.getBroadcastState(RoutePanes.CHANGES));
    for (RegressionBudget budget : plan.regressions()) {
      if (budget.name().equals(key.substring(0, at)) && !releases.isEmpty()) {
        RegressionFinding finding = new RegressionFinding(budget, key.substring(at + 1), end);
        Optional<Finding> said =
            budget.perRelease()
                ? judgeReleases(budget, start, releases).map(finding::of)
                : judgeUsual(budget, start, end, releases).map(finding::of);
        said.ifPresent(out::collect);
      }
    }
  }

  private Optional<ReleaseWatch.Comparison> judgeReleases(
      RegressionBudget budget, long start, Map<String, Pane> releases) throws Exception {
    ReleaseWatch known = Stored.or(watch, ReleaseWatch::new);
    releases.forEach((release, pane) -> known.add(release, start, pane));
    Optional<ReleaseWatch.Comparison> comparison = known.judge(budget);
    watch.update(known);
    return comparison.filter(ReleaseWatch.Comparison::changed);
  }

  private Optional<UsualWatch.Change> judgeUsual(
      RegressionBudget budget, long start, long end, Map<String, Pane> releases) throws Exception {
    UsualWatch known = Stored.or(usual, UsualWatch::new);
    Pane all = new Pane();
    releases.values().forEach(all::merge);
    Optional<UsualWatch.Change> change = known.observe(budget, start, end, all);
    usual.update(known);
    return change;
  }

  @Override
  public void processBroadcastElement(ControlUpdate update, Context context, Collector<Finding> out)
      throws Exception {
    documents.change(update, context.getBroadcastState(RoutePanes.CHANGES));
  }
}
