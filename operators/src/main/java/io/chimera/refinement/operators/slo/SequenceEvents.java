package io.chimera.refinement.operators.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.SequenceEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** What may be part of a sequence: anomalies that begin and alerts that fire. */
public final class SequenceEvents {
  private SequenceEvents() {}

  /** Anomalies that have just begun. */
  public static final class OfFindings implements FlatMapFunction<Finding, SequenceEvent> {
    private static final long serialVersionUID = 1;

    @Override
    public void flatMap(Finding finding, Collector<SequenceEvent> out) {
      if (finding.kind() == Finding.Kind.ANOMALY && finding.state() == Finding.State.OPEN) {
        out.collect(SequenceEvent.of(finding));
      }
    }
  }

  /** Alerts that have just fired; rules that came later than the job are known by their name. */
  public static final class OfAlerts implements FlatMapFunction<Alert, SequenceEvent> {
    private static final long serialVersionUID = 1;
    private final HashMap<String, String> metrics = new HashMap<>();

    public OfAlerts(Collection<AlertRule> rules) {
      for (AlertRule rule : rules) {
        if (!rule.conditions().isEmpty()) {
          metrics.put(rule.name(), rule.conditions().get(0).indicator().metric());
        }
      }
    }

    @Override
    public void flatMap(Alert alert, Collector<SequenceEvent> out) {
      if (alert.state() == Alert.State.FIRING) {
        out.collect(SequenceEvent.of(alert, metric(metrics, alert)));
      }
    }

    private static String metric(Map<String, String> metrics, Alert alert) {
      return metrics.getOrDefault(alert.rule(), alert.rule());
    }
  }
}
