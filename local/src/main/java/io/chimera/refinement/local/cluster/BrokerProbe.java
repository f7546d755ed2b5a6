package io.chimera.refinement.local.cluster;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Whether a broker answers just now.
 *
 * @param bootstrapServers {@code host:port}
 */
record BrokerProbe(String bootstrapServers) {
  private static final long LIMIT_MILLIS = 5_000;

  boolean answers() throws InterruptedException {
    Map<String, Object> client =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "request.timeout.ms", "2000",
            "default.api.timeout.ms", "4000");
    try (Admin admin = Admin.create(client)) {
      return !admin.describeCluster().nodes().get(LIMIT_MILLIS, TimeUnit.MILLISECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    }
  }
}
