package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.cluster.Cluster;
import io.chimera.refinement.local.cluster.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a job under test: the product's own but for addresses, the demo's packs,
 * baselines that are known sooner, and no reports of the product about itself, which the oracle
 * would have to tell from those that were sent.
 *
 * @param prefix of the topics, unique per run
 */
record JobArguments(String prefix, Map<String, String> settings) {
  static JobArguments of(Cluster cluster, String prefix) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kafka.bootstrap.servers", cluster.bootstrapServers());
    settings.put("refinement.topics.prefix", prefix);
    settings.put("refinement.deployment", "chaos");
    settings.put("refinement.self.interval", "0 ms");
    settings.put("refinement.anomaly.warm-up", "6");
    settings.put("refinement.influx.url", cluster.databaseUrl());
    settings.put(
        "refinement.packs.directory",
        Distribution.installed().home().resolve("packs/demo").toString());
    return new JobArguments(prefix, settings);
  }

  List<String> list() {
    List<String> list = new ArrayList<>();
    settings.forEach((key, value) -> list.addAll(List.of("--set", key + '=' + value)));
    return list;
  }
}
