package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.ExpectedReporter;
import io.chimera.refinement.state.detect.ReporterWatch;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Emits a finding when a system, component or agent that was declared is not heard of, whether it
 * ever was or not (REF-ALR-01), and again when it is. For an agent that is declared by itself this
 * takes the place of {@link DetectAbsence}. Signs of life are keyed by system, the declarations
 * come by broadcast.
 *
 * <p>State: one {@link ReporterWatch} per declared reporter, kept at hand and written in front of a
 * snapshot; cleared when the declaration goes, or a month after a job was submitted without it.
 * Time: the wall clock, since event time stands still with those who give it; a restart counts
 * every silence anew, since nobody could be heard meanwhile. An operator and not a function because
 * it must tell of systems that no record ever had as its key: each instance watches those of its
 * own key groups.
 */
public final class ExpectReporters extends AbstractStreamOperator<Finding>
    implements TwoInputStreamOperator<AgentSeen, ControlUpdate, Finding> {
  private static final long serialVersionUID = 1;

  private static final long TICK_MILLIS = 1_000;

  private final DetectionInForce documents;

  private transient BroadcastState<String, ControlUpdate> changes;
  private transient MapState<String, ReporterWatch> watches;
  private transient Map<String, List<Expected>> bySystem;

  /** One declaration as it stands. */
  private static final class Expected {
    private final ExpectedReporter reporter;
    private ReporterWatch watch;
    private long quietSince;

    private Expected(ExpectedReporter reporter, ReporterWatch watch, long quietSince) {
      this.reporter = reporter;
      this.watch = watch;
      this.quietSince = quietSince;
    }
  }

  public ExpectReporters(Map<String, ControlUpdate> initial) {
    this.documents = new DetectionInForce(initial, AnomalyWatch.Params.defaults());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    changes = context.getOperatorStateStore().getBroadcastState(DetectionInForce.CHANGES);
  }

  @Override
  public void open() throws Exception {
    super.open();
    MapStateDescriptor<String, ReporterWatch> descriptor =
        new MapStateDescriptor<>("expected-reporters", Types.STRING, EventTypes.REPORTER_WATCH);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(30)).build());
    watches = getRuntimeContext().getMapState(descriptor);
    bySystem = new LinkedHashMap<>();
    load();
    remind();
  }

  private void remind() {
    getProcessingTimeService().registerTimer(now() + TICK_MILLIS, this::tick);
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  /** Takes the declarations in force as they are; what was known of them stays. */
  private void load() throws Exception {
    Map<String, List<Expected>> next = new LinkedHashMap<>();
    for (ExpectedReporter reporter : documents.plan(changes).expected()) {
      if (isMine(reporter.system())) {
        next.computeIfAbsent(reporter.system(), system -> new ArrayList<>()).add(known(reporter));
      }
    }
    for (List<Expected> before : bySystem.values()) {
      for (Expected expected : before) {
        if (!isAmong(next, expected.reporter)) {
          withdraw(expected);
        }
      }
    }
    bySystem = next;
  }

  private static boolean isAmong(Map<String, List<Expected>> all, ExpectedReporter reporter) {
    return all.getOrDefault(reporter.system(), List.of()).stream()
        .anyMatch(expected -> isSame(expected.reporter, reporter));
  }

  /** Whether both watch over the same, however long it may be silent. */
  private static boolean isSame(ExpectedReporter one, ExpectedReporter other) {
    return one.name().equals(other.name()) && one.subject().equals(other.subject());
  }

  private Expected known(ExpectedReporter reporter) throws Exception {
    for (Expected expected : bySystem.getOrDefault(reporter.system(), List.of())) {
      if (isSame(expected.reporter, reporter)) {
        return new Expected(reporter, expected.watch, expected.quietSince);
      }
    }
    setCurrentKey(reporter.system());
    ReporterWatch watch = watches.get(key(reporter));
    return new Expected(reporter, watch == null ? ReporterWatch.since(now()) : watch, now());
  }

  private static String key(ExpectedReporter reporter) {
    return reporter.name() + ' ' + reporter.subject();
  }

  private boolean isMine(String system) {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
            system, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks())
        == task.getIndexOfThisSubtask();
  }

  private void withdraw(Expected expected) throws Exception {
    if (expected.watch.open()) {
      emit(expected.watch.closed(expected.reporter, quiet(expected), "no longer has to report"));
    }
    setCurrentKey(expected.reporter.system());
    watches.remove(key(expected.reporter));
  }

  private long quiet(Expected expected) {
    return Math.max(0, now() - expected.quietSince);
  }

  private void emit(Finding finding) {
    output.collect(new StreamRecord<>(finding, finding.detectedAt()));
  }

  @Override
  public void processElement1(StreamRecord<AgentSeen> element) {
    AgentSeen seen = element.getValue();
    for (Expected expected : bySystem.getOrDefault(seen.system(), List.of())) {
      if (expected.reporter.isMetBy(seen.system(), seen.component(), seen.agentId())) {
        if (expected.watch.open()) {
          emit(expected.watch.closed(expected.reporter, quiet(expected), "reports again"));
        }
        expected.watch = expected.watch.seen(seen.paneEndMillis());
        expected.quietSince = now();
      }
    }
  }

  @Override
  public void processElement2(StreamRecord<ControlUpdate> element) throws Exception {
    if (documents.change(element.getValue(), changes)) {
      load();
    }
  }

  private void tick(long timestamp) throws Exception {
    for (List<Expected> all : bySystem.values()) {
      for (Expected expected : all) {
        judge(expected);
      }
    }
    remind();
  }

  private void judge(Expected expected) throws Exception {
    ExpectedReporter reporter = expected.reporter;
    if (expected.watch.open()) {
      return;
    }
    if (documents
        .plan(changes)
        .isMaintained(reporter.system(), reporter.component(), reporter.agentId(), now())) {
      expected.quietSince = now();
    } else if (quiet(expected) >= reporter.withinMillis()) {
      emit(expected.watch.opened(reporter, quiet(expected)));
      expected.watch = expected.watch.missed();
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    for (List<Expected> all : bySystem.values()) {
      for (Expected expected : all) {
        setCurrentKey(expected.reporter.system());
        watches.put(key(expected.reporter), expected.watch);
      }
    }
    super.snapshotState(context);
  }
}
