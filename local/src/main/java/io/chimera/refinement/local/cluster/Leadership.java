package io.chimera.refinement.local.cluster;

import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.highavailability.ClientHighAvailabilityServices;
import org.apache.flink.runtime.highavailability.HighAvailabilityServicesUtils;
import org.apache.flink.runtime.leaderretrieval.LeaderRetrievalException;
import org.apache.flink.runtime.util.LeaderRetrievalUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks ZooKeeper, as Flink's own client does, which JobManager leads. */
final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final ClientHighAvailabilityServices services;

  Leadership(Configuration configuration) {
    try {
      services =
          HighAvailabilityServicesUtils.createClientHAService(
              configuration,
              fault -> LOG.warn("Cannot ask ZooKeeper who leads: {}", fault.toString()));
    } catch (Exception e) {
      throw new Failure(
          "Cannot ask ZooKeeper who leads: " + Failure.reason(e) + "; see its log", e);
    }
  }

  /** REST address of the leader, empty while there is none. */
  Optional<String> restUrl() {
    try {
      return Optional.ofNullable(
          LeaderRetrievalUtils.retrieveLeaderInformation(
                  services.getClusterRestEndpointLeaderRetriever(), LIMIT)
              .getLeaderAddress());
    } catch (LeaderRetrievalException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws Exception {
    services.close();
  }
}
