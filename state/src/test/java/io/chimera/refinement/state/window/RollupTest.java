package io.chimera.refinement.state.window;

import static io.chimera.refinement.state.window.PaneTest.assertSameBits;
import static io.chimera.refinement.state.window.PaneTest.pane;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.window.Rollup.Rolled;
import io.chimera.refinement.state.window.Rollup.Tier;
import io.chimera.refinement.state.wire.RoundTrip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollupTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = Tier.DAY.millis();
  private static final long FIRST_DAY = 20_000 * DAY;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName(
      "REF-RET-04, C-000-30: every rollup is that of the raw values, under disorder and restores")
  void everyTierIsThatOfTheRawValues(long seed) {
    Random random = new Random(seed);
    NavigableMap<Long, double[]> minutes = minutes(random);
    List<Rolled> rolled = new ArrayList<>();
    Rollup rollup = new Rollup();
    for (long startMillis : inDisorder(minutes, random)) {
      assertThat(rollup.add(startMillis, pane(minutes.get(startMillis)))).isEmpty();
      if (random.nextInt(3) == 0) {
        rolled.addAll(rollup.closeUntil(startMillis - 3 * MINUTE));
      }
      if (random.nextInt(10) == 0) {
        rollup = RoundTrip.through(Rollup.CODEC, rollup);
      }
    }
    rolled.addAll(rollup.closeUntil(Long.MAX_VALUE));
    assertThat(rollup.nextEnd()).isEmpty();

    for (Tier tier : List.of(Tier.FIVE_MINUTES, Tier.HOUR, Tier.DAY)) {
      NavigableMap<Long, Pane> expected = bruteForce(minutes, tier);
      List<Rolled> ofTier = rolled.stream().filter(r -> r.tier() == tier).toList();
      assertThat(ofTier.stream().map(Rolled::startMillis))
          .containsExactlyElementsOf(expected.keySet());
      for (Rolled bucket : ofTier) {
        assertThat(bucket.endMillis()).isEqualTo(bucket.startMillis() + tier.millis());
        assertSameBits(bucket.pane(), expected.get(bucket.startMillis()));
      }
    }
  }

  @Test
  void aBucketClosesWhenTheWatermarkReachesItsLastMillisecond() {
    Rollup rollup = new Rollup();
    rollup.add(FIRST_DAY, pane(1));
    rollup.add(FIRST_DAY + 4 * MINUTE, pane(2));
    assertThat(rollup.nextEnd()).hasValue(FIRST_DAY + 5 * MINUTE);
    assertThat(rollup.closeUntil(FIRST_DAY + 5 * MINUTE - 2)).isEmpty();
    assertThat(rollup.closeUntil(FIRST_DAY + 5 * MINUTE - 1))
        .singleElement()
        .satisfies(
            five -> {
              assertThat(five.tier()).isEqualTo(Tier.FIVE_MINUTES);
              assertSameBits(five.pane(), pane(1, 2));
            });
    assertThat(rollup.nextEnd()).hasValue(FIRST_DAY + 60 * MINUTE);
  }

  @Test
  void oneWatermarkClosesTheWholeCascade() {
    Rollup rollup = new Rollup();
    rollup.add(FIRST_DAY + DAY - MINUTE, pane(7));
    List<Rolled> rolled = rollup.closeUntil(FIRST_DAY + DAY - 1);
    assertThat(rolled)
        .extracting(Rolled::tier)
        .containsExactly(Tier.FIVE_MINUTES, Tier.HOUR, Tier.DAY);
    rolled.forEach(bucket -> assertSameBits(bucket.pane(), pane(7)));
  }

  @Test
  void anEmittedBucketAndAGivenMinuteAreNotChangedLater() {
    Rollup rollup = new Rollup();
    Pane minute = pane(1);
    rollup.add(FIRST_DAY, minute);
    Rolled five = rollup.closeUntil(FIRST_DAY + 5 * MINUTE).get(0);
    rollup.add(FIRST_DAY + 6 * MINUTE, pane(9));
    rollup.closeUntil(FIRST_DAY + 10 * MINUTE);
    assertSameBits(five.pane(), pane(1));
    assertSameBits(minute, pane(1));
  }

  @Test
  void aLateMinuteCountsInTheFinestBucketThatIsOpen() {
    Rollup rollup = new Rollup();
    rollup.add(FIRST_DAY, pane(1));
    rollup.closeUntil(FIRST_DAY + 5 * MINUTE);
    assertThat(rollup.add(FIRST_DAY + MINUTE, pane(2))).isEmpty();
    Rolled hour = rollup.closeUntil(FIRST_DAY + 60 * MINUTE).get(0);
    assertThat(hour.tier()).isEqualTo(Tier.HOUR);
    assertSameBits(hour.pane(), pane(1, 2));
  }

  @Test
  void aMinuteOfAClosedDayComesBack() {
    Rollup rollup = new Rollup();
    rollup.closeUntil(FIRST_DAY + DAY);
    assertThat(rollup.add(FIRST_DAY, pane(3)))
        .singleElement()
        .satisfies(late -> assertThat(late.tier()).isEqualTo(Tier.MINUTE));
    assertThat(rollup.nextEnd()).isEmpty();
  }

  @Test
  void theTiersAreNamedAsTheirMeasurementsAre() {
    assertThat(Arrays.stream(Tier.values()).map(Tier::suffix))
        .containsExactly("1m", "5m", "1h", "1d");
  }

  /** Three days with gaps. */
  private static NavigableMap<Long, double[]> minutes(Random random) {
    NavigableMap<Long, double[]> minutes = new TreeMap<>();
    long startMillis = FIRST_DAY + random.nextInt(1_000) * MINUTE;
    while (startMillis < FIRST_DAY + 3 * DAY) {
      minutes.put(startMillis, random.doubles(1 + random.nextInt(4), 0, 100).toArray());
      startMillis += MINUTE * (random.nextInt(40) == 0 ? 90 : 1 + random.nextInt(5));
    }
    return minutes;
  }

  /** Each minute comes at most three minutes late. */
  private static List<Long> inDisorder(NavigableMap<Long, double[]> minutes, Random random) {
    NavigableMap<Long, Integer> delay = new TreeMap<>();
    minutes.keySet().forEach(start -> delay.put(start, random.nextInt(4)));
    return minutes.keySet().stream()
        .sorted(Comparator.comparingLong(start -> start + delay.get(start) * MINUTE))
        .toList();
  }

  private static NavigableMap<Long, Pane> bruteForce(
      NavigableMap<Long, double[]> minutes, Tier tier) {
    NavigableMap<Long, Pane> buckets = new TreeMap<>();
    minutes.forEach(
        (start, values) -> {
          Pane bucket =
              buckets.computeIfAbsent(start - Math.floorMod(start, tier.millis()), s -> new Pane());
          Arrays.stream(values).forEach(bucket::add);
        });
    return buckets;
  }
}
