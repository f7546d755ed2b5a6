package io.chimera.refinement.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.junit.jupiter.api.Test;

/**
 * {@code flink-conf/config.yaml} is read by Flink as its authors meant it, and agrees with the
 * jobs.
 */
class FlinkConfTest {
  private final Configuration config = GlobalConfiguration.loadConfiguration("../flink-conf");

  @Test
  void theClusterAgreesWithTheJobsOnWhatTheirStateDependsOn() {
    assertThat(config.get(PipelineOptions.MAX_PARALLELISM)).isEqualTo(Plan.MAX_PARALLELISM);
    assertThat(config.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
    assertThat(config.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(config.get(PipelineOptions.OBJECT_REUSE)).isTrue();
  }

  @Test
  void stateIsKeptInIncrementalCheckpointsOfRocksDb() {
    assertThat(config.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(config.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
    assertThat(config.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aTaskManagerThatIsGoneIsNoticedWithinSecondsAndABusyOneIsSpared() {
    assertThat(config.get(HeartbeatManagerOptions.HEARTBEAT_INTERVAL))
        .isEqualTo(Duration.ofMillis(500));
    assertThat(config.get(HeartbeatManagerOptions.HEARTBEAT_RPC_FAILURE_THRESHOLD)).isEqualTo(2);
    assertThat(config.get(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(30));
  }

  /** Else tasks are placed on the TaskManager that has just died, and fail again. */
  @Test
  void aRestartWaitsUntilTheLossOfATaskManagerIsKnown() {
    Duration noticed =
        config
            .get(HeartbeatManagerOptions.HEARTBEAT_INTERVAL)
            .multipliedBy(config.get(HeartbeatManagerOptions.HEARTBEAT_RPC_FAILURE_THRESHOLD));
    assertThat(
            config.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF))
        .isGreaterThan(noticed)
        .isLessThan(noticed.multipliedBy(2));
  }
}
