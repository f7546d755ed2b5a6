package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.SequenceTick;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the running numbers of reports that carry one: a small copy for the order-sensitive branch.
 */
public final class SelectSequences implements FlatMapFunction<KpiReport, SequenceTick> {
  private static final long serialVersionUID = 1;

  @Override
  public void flatMap(KpiReport report, Collector<SequenceTick> out) {
    if (report.hasSequence()) {
      out.collect(SequenceTick.of(report));
    }
  }
}
