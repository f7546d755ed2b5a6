package io.chimera.refinement.operators.detect;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesValue;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The anomaly detector under test, fed with a value per minute. */
final class Anomalies {
  static final long MINUTE = 60_000;

  private Anomalies() {}

  static KeyedTwoInputStreamOperatorTestHarness<String, SeriesValue, ControlUpdate, Finding>
      harness(Map<String, ControlUpdate> documents) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, SeriesValue, ControlUpdate, Finding>(
            new DetectAnomalies(documents, AnomalyWatch.Params.defaults(), true),
            SeriesValue::series,
            null,
            Types.STRING);
    harness.setup(
        EventTypes.FINDING.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  static void feed(
      KeyedTwoInputStreamOperatorTestHarness<String, SeriesValue, ControlUpdate, Finding> harness,
      String series,
      int minute,
      double value)
      throws Exception {
    harness.processElement1(
        new StreamRecord<>(
            new SeriesValue(series, minute * MINUTE, (minute + 1) * MINUTE, value),
            minute * MINUTE));
  }
}
