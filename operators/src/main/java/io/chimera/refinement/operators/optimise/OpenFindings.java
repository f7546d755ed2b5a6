package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/** Which findings are open for a component. State: the newest {@value #MOST} by id. */
final class OpenFindings {
  private static final int MOST = 50;

  private final MapState<String, Long> detected;

  OpenFindings(RuntimeContext context) {
    detected =
        context.getMapState(new MapStateDescriptor<>("open-findings", Types.STRING, Types.LONG));
  }

  void hear(Finding finding) throws Exception {
    if (finding.state() == Finding.State.CLOSED) {
      detected.remove(finding.findingId());
      return;
    }
    detected.put(finding.findingId(), finding.detectedAt());
    List<String> all = byAge();
    if (all.size() > MOST) {
      detected.remove(all.get(0));
    }
  }

  /** Their ids, the oldest first. */
  List<String> byAge() throws Exception {
    Map<String, Long> times = new TreeMap<>();
    for (Map.Entry<String, Long> entry : detected.entries()) {
      times.put(entry.getKey(), entry.getValue());
    }
    List<String> ids = new ArrayList<>(times.keySet());
    ids.sort(Comparator.comparingLong(times::get));
    return ids;
  }
}
