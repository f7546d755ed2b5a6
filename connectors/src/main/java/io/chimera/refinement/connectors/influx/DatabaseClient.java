package io.chimera.refinement.connectors.influx;

/**
 * A database that takes line protocol, times in milliseconds: one blocking request per call,
 * without retries of its own. Thread-safe.
 */
public interface DatabaseClient extends AutoCloseable {

  /** The client for the API that the target speaks. */
  static DatabaseClient of(InfluxSettings settings) {
    return switch (settings.target().api()) {
      case V1 -> new V1Client(settings);
      case V2 -> new V2Client(settings);
    };
  }

  /**
   * Sends lines and returns what became of them; every failure is an answer.
   *
   * @param bucket bucket; the empty string for that of the settings
   * @param lines UTF-8, line feeds between them
   */
  Answer write(String bucket, byte[] lines);

  @Override
  void close();
}
