package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.CorrelatedSeries;
import io.chimera.refinement.state.detect.Correlation;
import io.chimera.refinement.state.detect.MinuteRow;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.WindowStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Compares the minutes of all fleet series of a system with one another, and emits a finding for
 * each two that begin to move together. Keyed by system.
 *
 * <p>State: two hours of minutes per series, cleared when none came for as long; the pairs that
 * move together now. Time: an event-time timer every five minutes while there are minutes. Cost per
 * timer: series² / 2 comparisons of at most 120 values, for at most {@value #MAX_SERIES} series.
 */
public final class DetectCorrelations extends KeyedProcessFunction<String, WindowStats, Finding> {
  private static final long serialVersionUID = 1;

  private static final int MAX_SERIES = 1_500;
  private static final int LEAST_MINUTES = 30;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long EVERY_MILLIS = 5 * MINUTE_MILLIS;

  private transient MapState<String, MinuteRow> rows;
  private transient MapState<String, Boolean> together;

  @Override
  public void open(OpenContext context) {
    rows =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("minute-rows", Types.STRING, EventTypes.MINUTE_ROW));
    together =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("correlated-pairs", Types.STRING, Types.BOOLEAN));
  }

  @Override
  public void processElement(WindowStats summary, Context context, Collector<Finding> out)
      throws Exception {
    if (summary.endMillis() - summary.startMillis() != MINUTE_MILLIS) {
      return;
    }
    MinuteRow row = rows.get(summary.series());
    MinuteRow known = row == null ? new MinuteRow() : row;
    known.put(summary.startMillis() / MINUTE_MILLIS, summary.total().mean());
    rows.put(summary.series(), known);
    long next = (summary.endMillis() / EVERY_MILLIS + 1) * EVERY_MILLIS;
    context.timerService().registerEventTimeTimer(next);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    // The last minutes before the timer may still be on their way.
    long last = timestamp / MINUTE_MILLIS - 2;
    List<Map.Entry<String, MinuteRow>> all = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    long oldest = last;
    for (Map.Entry<String, MinuteRow> entry : rows.entries()) {
      if (entry.getValue().newest() < last - MinuteRow.MINUTES) {
        gone.add(entry.getKey());
      } else {
        all.add(Map.entry(entry.getKey(), entry.getValue()));
        oldest = Math.min(oldest, entry.getValue().oldest());
      }
    }
    for (String series : gone) {
      rows.remove(series);
    }
    if (all.isEmpty()) {
      together.clear();
      return;
    }
    // Also when no more minutes come: somebody has to clear them.
    context.timerService().registerEventTimeTimer(timestamp + EVERY_MILLIS);
    int minutes = (int) Math.min(MinuteRow.MINUTES, last - oldest + 1);
    if (minutes >= LEAST_MINUTES) {
      all.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
      compare(all, last, minutes, timestamp, out);
    }
  }

  private void compare(
      List<Map.Entry<String, MinuteRow>> all,
      long last,
      int minutes,
      long timestamp,
      Collector<Finding> out)
      throws Exception {
    List<String> names = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (Map.Entry<String, MinuteRow> entry : all) {
      double[] row = entry.getValue().upTo(last, minutes);
      if (row != null && names.size() < MAX_SERIES) {
        names.add(entry.getKey());
        values.add(row);
      }
    }
    Set<String> now = new HashSet<>();
    for (Correlation.Pair pair :
        Correlation.of(values.toArray(double[][]::new), Correlation.Params.defaults())) {
      CorrelatedSeries found =
          new CorrelatedSeries(names.get(pair.first()), names.get(pair.second()), pair, minutes);
      now.add(found.name());
      if (!together.contains(found.name())) {
        together.put(found.name(), true);
        out.collect(found.finding(timestamp));
      }
    }
    List<String> over = new ArrayList<>();
    for (String name : together.keys()) {
      if (!now.contains(name)) {
        over.add(name);
      }
    }
    for (String name : over) {
      together.remove(name);
    }
  }
}
