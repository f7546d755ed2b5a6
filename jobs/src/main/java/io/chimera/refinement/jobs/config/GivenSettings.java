package io.chimera.refinement.jobs.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings of a job as its command line gave them. They travel with the job, so that the web UI
 * shows them and the job can be submitted again as it was. What may be a secret is not shown.
 *
 * @param values by key, with references such as {@code ${env:NAME}} unresolved
 */
public record GivenSettings(Map<String, String> values) {
  /** Stands for a value that is not shown; Flink hides its own secrets in the same way. */
  public static final String HIDDEN = "******";

  private static final Pattern REFERENCES = Pattern.compile("(\\$\\{(env|file):[^}]+})+");

  public GivenSettings {
    values = Map.copyOf(values);
  }

  /** The settings for everybody to see; references are no secrets, they only say where one is. */
  public Map<String, String> shown() {
    Map<String, String> shown = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          boolean open = !mayBeSecret(key) || REFERENCES.matcher(value).matches();
          shown.put(key, open ? value : HIDDEN);
        });
    return shown;
  }

  private static boolean mayBeSecret(String key) {
    return key.equals(RefinementOptions.INFLUX_TOKEN.key())
        || SubscriberSettings.isSecret(key)
        || (key.startsWith("kafka.") && !key.equals(RefinementOptions.BOOTSTRAP_SERVERS.key()));
  }
}
