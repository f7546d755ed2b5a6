package io.chimera.refinement.local.report;

import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the newest point of every objective from the topic between the jobs. */
public final class ReportReader {
  private final Map<String, SloPoint> newest = new HashMap<>();

  /** The report on a running system. */
  public static SlaReport read(Packs packs, Brokers brokers, String topic) {
    ReportReader reading = new ReportReader();
    try (TopicReader reader = TopicReader.fromBeginning(brokers, List.of(topic), false)) {
      reader.drain(
          record -> {
            if (record.value() != null) {
              new String(record.value(), StandardCharsets.UTF_8).lines().forEach(reading::add);
            }
          });
    }
    return SlaReport.of(packs, reading.newest);
  }

  private void add(String line) {
    SloPoint.parse(line)
        .ifPresent(
            point ->
                newest.merge(
                    point.tags().get("objective") + '@' + point.tags().get("subject"),
                    point,
                    (one, other) -> one.timeMillis() > other.timeMillis() ? one : other));
  }
}
