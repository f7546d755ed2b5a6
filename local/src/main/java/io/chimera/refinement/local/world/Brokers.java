package io.chimera.refinement.local.world;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The brokers of a Kafka cluster, and what a client must bring to be let in: the {@code kafka.*}
 * settings, as for the jobs.
 *
 * @param addresses {@code host:port}, with commas
 * @param common properties of every client; may hold secrets
 * @param source further properties of consumers
 * @param sink further properties of producers
 */
public record Brokers(
    String addresses,
    Map<String, String> common,
    Map<String, String> source,
    Map<String, String> sink) {

  public Brokers {
    common = Map.copyOf(common);
    source = Map.copyOf(source);
    sink = Map.copyOf(sink);
  }

  /** Brokers that let everybody in. */
  public static Brokers open(String addresses) {
    return new Brokers(addresses, Map.of(), Map.of(), Map.of());
  }

  /** The brokers of the settings. */
  public static Brokers of(Settings.Kafka kafka) {
    return new Brokers(kafka.bootstrapServers(), kafka.common(), kafka.source(), kafka.sink());
  }

  /** Properties of a consumer; its {@code own} ones win over those of the settings. */
  public Map<String, Object> consumer(Map<String, String> own) {
    return client(source, own);
  }

  /** Properties of a producer; its {@code own} ones win over those of the settings. */
  public Map<String, Object> producer(Map<String, String> own) {
    return client(sink, own);
  }

  private Map<String, Object> client(Map<String, String> kind, Map<String, String> own) {
    Map<String, Object> properties = new HashMap<>(common);
    properties.putAll(kind);
    properties.putAll(own);
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, addresses);
    return properties;
  }

  /**
   * What a person is told of a client that failed.
   *
   * @param what what it was to do, such as {@code read from}
   */
  public Failure failed(String what, Throwable cause) {
    return new Failure(
        "Cannot %s Kafka at %s: %s; check the address, that the broker runs, and kafka.security.protocol"
            .formatted(what, addresses, Failure.reason(cause)),
        cause);
  }

  /** The names of the properties are shown, their values never: they may be passwords. */
  @Override
  public String toString() {
    return "Brokers["
        + addresses
        + ", common "
        + new TreeSet<>(common.keySet())
        + ", source "
        + new TreeSet<>(source.keySet())
        + ", sink "
        + new TreeSet<>(sink.keySet())
        + ']';
  }
}
