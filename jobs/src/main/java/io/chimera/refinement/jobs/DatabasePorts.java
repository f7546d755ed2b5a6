package io.chimera.refinement.jobs;

import io.chimera.refinement.connectors.influx.ColdFiles;
import io.chimera.refinement.connectors.influx.InfluxSettings;
import io.chimera.refinement.connectors.influx.InfluxTarget;
import io.chimera.refinement.connectors.influx.LineBatch;
import io.chimera.refinement.connectors.influx.TierRouting;
import io.chimera.refinement.jobs.config.Database;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** What the settings of the database mean to the sink. */
final class DatabasePorts {
  /** Full requests that wait in memory and state while the database is away. */
  private static final int BUFFERED_BATCHES = 64;

  private DatabasePorts() {}

  static InfluxSettings settings(Database database) {
    Database.Requests requests = database.requests();
    InfluxTarget target =
        new InfluxTarget(
            InfluxTarget.Api.valueOf(database.api().toUpperCase(Locale.ROOT)),
            database.url(),
            database.org(),
            database.hot().name(),
            database.token(),
            database.gzip());
    return InfluxSettings.of(target)
        .with(
            new InfluxSettings.Batching(
                requests.points(),
                Math.toIntExact(requests.bytes()),
                requests.flushMillis(),
                requests.maxInFlight(),
                BUFFERED_BATCHES))
        .with(
            new InfluxSettings.Timeouts(
                Math.min(InfluxSettings.Timeouts.DEFAULT.connectMillis(), requests.timeoutMillis()),
                requests.timeoutMillis()));
  }

  static TierRouting routing(Database database) {
    Map<String, String> ofSystem =
        database.warmOfSystem().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().name()));
    return new TierRouting(database.warm().name(), database.cold().name(), ofSystem);
  }

  static Sink<LineBatch> coldFiles(Database database) {
    return database.coldDirectory().isEmpty()
        ? new DiscardingSink<>()
        : ColdFiles.in(database.coldDirectory());
  }
}
