package io.chimera.refinement.operators.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.Reports;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.ingest.Backlog;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class ReportWatermarksTest {
  private static final long START = 1_795_248_000_000L;

  private final ManualClock clock = new ManualClock();
  private static final int ONE = 3;
  private static final int OTHER = 5;

  private final Map<Integer, Backlog.Reading> readings = new HashMap<>();
  private final ReportWatermarks strategy =
      new ReportWatermarks(
          5_000,
          5_000,
          60_000,
          (subtask, partitions) ->
              IntStream.of(ONE, OTHER)
                  .filter(partitions)
                  .mapToObj(each -> readings.getOrDefault(each, Backlog.Reading.UNKNOWN))
                  .findFirst()
                  .orElse(Backlog.Reading.UNKNOWN));
  private final Partition one = new Partition(ONE);
  private final Partition other = new Partition(OTHER);

  /** REF-ING-09: event time follows each partition, five seconds behind. */
  @Test
  void aReportMovesEventTimeAtOnce() {
    one.report(START);
    one.report(START + 7_000);
    assertThat(one.watermark).isEqualTo(START + 7_000 - 5_001);
  }

  @Test
  void aReportFromTheFutureMovesNothing() {
    one.report(START);
    one.send(START + 90_000, START);
    assertThat(one.watermark).isEqualTo(START - 5_001);
  }

  @Test
  void aPartitionThatFallsSilentNoLongerCounts() {
    one.report(START);
    other.report(START);
    for (long second = 1; second <= 10; second++) {
      wait(1_000);
      one.report(START + second * 1_000);
    }
    assertThat(one.idle).isFalse();
    assertThat(other.idle).isTrue();
    assertThat(one.watermark).isEqualTo(START + 10_000 - 5_001);
  }

  /** A process that stood still, or a machine too busy, says nothing about a partition. */
  @Test
  void timeInWhichNobodyLookedMakesNothingIdle() {
    one.report(START);
    clock.advanceTime(30, java.util.concurrent.TimeUnit.SECONDS);
    one.tick();
    assertThat(one.idle).isFalse();
  }

  @Test
  void aPartitionNeverHeardOfIsWaitedForTwiceAsLong() {
    one.report(START);
    for (long second = 1; second <= 8; second++) {
      wait(1_000);
      one.report(START + second * 1_000);
    }
    assertThat(other.idle).isFalse();
    for (long second = 9; second <= 11; second++) {
      wait(1_000);
      one.report(START + second * 1_000);
    }
    assertThat(other.idle).isTrue();
  }

  /** Its first request may have met a broker that was only coming up. */
  @Test
  void aSubtaskThatHasHeardNothingAtAllIsWaitedForLonger() {
    wait(29_000);
    assertThat(one.idle || other.idle).isFalse();
    wait(1_500);
    assertThat(one.idle && other.idle).isTrue();
  }

  /** What a broker that was away for a minute leaves behind: a backlog in every partition. */
  @Test
  void afterASilenceOfAllPartitionsNoneOvertakesTheOthers() {
    one.report(START);
    other.report(START);
    wait(60_000);
    assertThat(one.idle && other.idle).isTrue();

    one.report(START + 60_000);
    wait(100);
    assertThat(one.watermark).as("held").isEqualTo(START - 5_001);
    assertThat(one.idle).as("counts again").isFalse();

    other.report(START + 1_000);
    other.report(START + 59_000);
    wait(5_000);
    assertThat(one.watermark).isEqualTo(START + 60_000 - 5_001);
    assertThat(other.watermark).isEqualTo(START + 59_000 - 5_001);
  }

  @Test
  void aLoneReportAfterASilenceStillMovesEventTime() {
    one.report(START);
    wait(60_000);
    one.report(START + 60_000);
    wait(20_000);
    assertThat(one.watermark).isEqualTo(START + 60_000 - 5_001);
    assertThat(one.idle).isTrue();
  }

  @Test
  void aSilenceShorterThanIdlenessHoldsNothing() {
    one.report(START);
    wait(4_000);
    one.report(START + 9_000);
    assertThat(one.watermark).isEqualTo(START + 9_000 - 5_001);
  }

  /** A start on a busy machine: the partition has a backlog that nobody got round to reading. */
  @Test
  void aPartitionWithUnreadRecordsHoldsEventTimeForAMinute() {
    readings.put(OTHER, Backlog.Reading.BEHIND);
    one.report(START);
    for (int second = 1; second <= 58; second++) {
      wait(1_000);
      one.report(START + second * 1_000L);
    }
    assertThat(other.idle).isFalse();
    for (int second = 59; second <= 61; second++) {
      wait(1_000);
      one.report(START + second * 1_000L);
    }
    assertThat(other.idle).isTrue();
  }

  @Test
  void aPartitionThatFallsBehindCountsAgainAsSoonAsItsRecordsAreRead() {
    one.report(START);
    other.report(START);
    readings.put(ONE, Backlog.Reading.CAUGHT_UP);
    readings.put(OTHER, Backlog.Reading.BEHIND);
    for (int second = 1; second <= 10; second++) {
      wait(1_000);
      one.report(START + second * 1_000L);
    }
    assertThat(other.idle).isFalse();
    readings.put(OTHER, Backlog.Reading.CAUGHT_UP);
    other.report(START + 10_000);
    wait(4_900);
    assertThat(other.idle).isFalse();
    wait(200);
    assertThat(other.idle).isTrue();
  }

  @Test
  void aPartitionInWhichThereIsNothingIsNotWaitedForLonger() {
    readings.put(ONE, Backlog.Reading.CAUGHT_UP);
    readings.put(OTHER, Backlog.Reading.CAUGHT_UP);
    wait(5_050);
    assertThat(one.idle && other.idle).isTrue();
  }

  private void wait(int millis) {
    for (int waited = 0; waited < millis; waited += 50) {
      clock.advanceTime(50, java.util.concurrent.TimeUnit.MILLISECONDS);
      one.tick();
      other.tick();
    }
  }

  /** A partition of one subtask and what it tells about event time. */
  private final class Partition implements WatermarkOutput, WatermarkGeneratorSupplier.Context {
    private final WatermarkGenerator<Inbound> generator = strategy.createWatermarkGenerator(this);
    private final int number;
    private long watermark = Long.MIN_VALUE;
    private boolean idle;

    Partition(int number) {
      this.number = number;
    }

    void report(long timestamp) {
      send(timestamp, timestamp);
    }

    void send(long timestamp, long append) {
      generator.onEvent(
          Reports.inbound(
              Reports.report(
                  "r" + timestamp, "a", "", timestamp, 1, new Origin("t", number, 0, 0, append))),
          timestamp,
          this);
    }

    void tick() {
      generator.onPeriodicEmit(this);
    }

    @Override
    public void emitWatermark(Watermark mark) {
      watermark = Math.max(watermark, mark.getTimestamp());
      idle = false;
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }

    @Override
    public MetricGroup getMetricGroup() {
      return new UnregisteredMetricsGroup();
    }

    @Override
    public RelativeClock getInputActivityClock() {
      return clock;
    }
  }
}
