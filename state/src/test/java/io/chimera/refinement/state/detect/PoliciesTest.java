package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How documents change what one series is found in. */
class PoliciesTest {
  private static final SeriesKey KEY = new SeriesKey("shop", "cart", "a1", "latency_ms", "");
  private static final String SERIES = KEY.canonical();
  private static final long SLIDE = 60_000;
  private static final AnomalyWatch.Params PARAMS = AnomalyWatch.Params.defaults();
  private static final SeriesPolicy USUAL = SeriesPolicy.usual(PARAMS);
  private static final SeriesSelector ALL = new SeriesSelector("*", "*", "*", "*");

  /** A series of normal noise around 100 that is being watched, snapshots in between. */
  private static final class Feed {
    private final Random random;
    private final boolean restored;
    private AnomalyWatch watch = new AnomalyWatch();
    private SeriesPolicy policy = USUAL;
    private final List<Finding> findings = new ArrayList<>();
    private int observed;
    private long end = 1_795_248_000_000L;

    Feed(long seed, boolean restored) {
      random = new Random(seed);
      this.restored = restored;
    }

    void observe(double value) {
      end += SLIDE;
      if (restored && ++observed % 25 == 0) {
        watch = Snapshots.restored(AnomalyWatch.CODEC, watch);
      }
      watch
          .observe(KEY, SERIES, Statistic.MEAN, end - SLIDE, end, value, policy)
          .ifPresent(findings::add);
    }

    Feed calm(int windows) {
      for (int i = 0; i < windows; i++) {
        observe(100 + random.nextGaussian());
      }
      return this;
    }

    /** A spike and the quiet after it; how many incidents it opened. */
    long spike(double value, int quiet) {
      int before = findings.size();
      observe(value);
      calm(quiet);
      return findings.subList(before, findings.size()).stream()
          .filter(finding -> finding.state() == Finding.State.OPEN)
          .count();
    }
  }

  private static SeriesPolicy with(DetectionPolicy policy) {
    return new SeriesPolicy(
        policy.params(PARAMS), policy.off(), policy.direction(), List.of(), List.of());
  }

  private static SeriesPolicy accepting(FalseAlarm... alarms) {
    return new SeriesPolicy(PARAMS, false, Direction.BOTH, List.of(), List.of(alarms));
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 1_000})
  void onlyTheWantedDirectionIsFound(int known) {
    double[] values = {20, 400, -200, 180};
    long[] up = {0, 1, 0, 1};
    for (int i = 0; i < values.length; i++) {
      for (Direction direction : List.of(Direction.UP, Direction.DOWN)) {
        Feed feed = new Feed(1, false);
        feed.policy = with(new DetectionPolicy("p", ALL, false, direction, null, null, null));
        assertThat(feed.calm(known).spike(values[i], 50))
            .as(direction + " " + values[i])
            .isEqualTo(direction == Direction.UP ? up[i] : 1 - up[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 1_000})
  void distancesBelowAFloorAreNotFound(int known) {
    Feed floor = new Feed(2, false);
    floor.policy = with(new DetectionPolicy("p", ALL, false, Direction.BOTH, null, null, 50.0));
    assertThat(floor.calm(known).spike(140, 10)).isZero();
    assertThat(floor.spike(900, 10)).isOne();
    Feed share = new Feed(2, false);
    share.policy = with(new DetectionPolicy("p", ALL, false, Direction.BOTH, null, 0.5, null));
    assertThat(share.calm(known).spike(140, 10)).isZero();
    assertThat(share.spike(900, 10)).isOne();
  }

  @Test
  void aSeriesThatIsOffIsFoundInNothingClosesItsIncidentAndGoesOnLearning() {
    Feed feed = new Feed(3, false);
    feed.calm(1_000).observe(900);
    feed.policy = with(new DetectionPolicy("p", ALL, true, Direction.BOTH, null, null, null));
    feed.observe(900);
    assertThat(feed.findings)
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
    assertThat(feed.spike(2_000, 300)).isZero();
    Feed always = new Feed(3, false);
    always.calm(1_000).observe(900);
    always.observe(900);
    always.spike(2_000, 300);
    feed.policy = USUAL;
    assertThat(feed.watch.expected()).isEqualTo(always.watch.expected());
  }

  @Test
  void aHigherRarityFindsNoMoreAndALowerOneNoLess() {
    long[] found = new long[3];
    Double[] rarities = {2.5, 3.5, 6.0};
    for (int i = 0; i < found.length; i++) {
      Feed feed = new Feed(4, false);
      feed.policy =
          with(new DetectionPolicy("p", ALL, false, Direction.BOTH, rarities[i], null, null));
      feed.calm(20_000);
      found[i] = feed.findings.size();
    }
    assertThat(found[0]).isGreaterThan(found[1]);
    assertThat(found[2]).isLessThanOrEqualTo(found[1]).isLessThanOrEqualTo(2);
  }

  @Test
  void maintenanceIsNeitherJudgedNorLearned() {
    Feed feed = new Feed(5, true);
    feed.calm(600);
    long from = feed.end;
    feed.policy =
        new SeriesPolicy(
            PARAMS,
            false,
            Direction.BOTH,
            List.of(new MaintenanceWindow("m", ALL, from, from + 50 * SLIDE, "UTC", List.of())),
            List.of());
    byte[] before = Snapshots.bytes(AnomalyWatch.CODEC, feed.watch);
    for (int i = 0; i < 50; i++) {
      feed.observe(900);
    }
    assertThat(Snapshots.bytes(AnomalyWatch.CODEC, feed.watch)).isEqualTo(before);
    assertThat(feed.findings).isEmpty();
    feed.observe(900);
    assertThat(feed.findings)
        .singleElement()
        .extracting(Finding::state)
        .isEqualTo(Finding.State.OPEN);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatWasCalledAFalseAlarmIsAcceptedUntilItIsTakenBack(long seed) {
    Feed feed = new Feed(seed, true);
    assertThat(feed.calm(60).spike(160, 5)).isOne();
    Finding named = feed.findings.get(0);
    assertThat(feed.spike(160, 5)).as("found again").isOne();
    feed.policy = accepting(new FalseAlarm("f", named.findingId(), "", 0, 0));
    assertThat(feed.spike(160, 3)).as("accepted").isZero();
    assertThat(feed.spike(400, 5)).as("worse").isOne();
    assertThat(feed.spike(40, 5)).as("the other way").isOne();
    feed.policy = USUAL;
    assertThat(feed.spike(160, 5)).as("taken back").isOne();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aWarmSeriesAcceptsASeriesAndTimeToo(long seed) {
    Feed told = new Feed(seed, true);
    Feed untold = new Feed(seed, false);
    for (Feed feed : List.of(told, untold)) {
      assertThat(feed.calm(2_000).spike(140, 20)).isOne();
    }
    told.policy =
        accepting(new FalseAlarm("f", "", SERIES, told.end - 30 * SLIDE, told.end - 10 * SLIDE));
    long again = 0;
    for (int i = 0; i < 20; i++) {
      assertThat(told.calm(2_000).spike(141, 20)).isZero();
      again += untold.calm(2_000).spike(141, 20);
    }
    assertThat(again).as("without feedback").isPositive();
    assertThat(told.spike(400, 20)).as("worse").isOne();
  }

  @Test
  void anAbsurdValueIsNotAcceptedAsItIs() {
    Feed feed = new Feed(6, true);
    assertThat(feed.calm(60).spike(1e12, 5)).isOne();
    feed.policy = accepting(new FalseAlarm("f", feed.findings.get(0).findingId(), SERIES, 0, 0));
    assertThat(feed.spike(1e9, 5)).isOne();
  }

  @Test
  void anAcceptanceOutlivesTheMemoryOfItsIncident() {
    Feed feed = new Feed(7, true);
    assertThat(feed.calm(60).spike(160, 3)).isOne();
    FalseAlarm alarm = new FalseAlarm("f", feed.findings.get(0).findingId(), SERIES, 0, 0);
    feed.policy = accepting(alarm);
    for (int i = 0; i < 3 * Feedback.REMEMBERED && feed.watch.expected() < 1e9; i++) {
      feed.spike(-500, 3);
    }
    feed.policy = accepting(alarm, new FalseAlarm("other", "", SERIES, 1, 2));
    assertThat(feed.spike(160, 3)).isZero();
  }
}
