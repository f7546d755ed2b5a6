package io.chimera.refinement.local.run;

import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.local.world.Ports;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of the jobs in a run: the demo's own, scaled to a day of 90 s, then what the user
 * sets, then where the embedded parts listen.
 */
final class DemoSettings {
  private DemoSettings() {}

  static Map<String, String> with(Map<String, String> given, RunOptions.Ports ports) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(RefinementOptions.DEPLOYMENT.key(), "local");
    settings.put(RefinementOptions.ANOMALY_DAY.key(), "90 s");
    settings.put(RefinementOptions.ANOMALY_HISTORY.key(), "60");
    settings.put(RefinementOptions.ANOMALY_WARM_UP.key(), "6");
    settings.put(RefinementOptions.ANOMALY_LIMIT.key(), "4.0");
    // The day's swing moves a one-minute mean by less than a tenth: four times this is well beyond
    // it.
    settings.put(RefinementOptions.ANOMALY_RELATIVE_FLOOR.key(), "0.06");
    settings.put(RefinementOptions.ABSENCE_TIMEOUT.key(), "20 s");
    settings.put(RefinementOptions.ABSENCE_MIN_PANES.key(), "3");
    settings.putAll(given);
    settings.put(RefinementOptions.BOOTSTRAP_SERVERS.key(), Ports.LOOPBACK + ':' + ports.kafka());
    settings.put(RefinementOptions.INFLUX_URL.key(), "http://" + Ports.LOOPBACK + ':' + ports.db());
    return settings;
  }
}
