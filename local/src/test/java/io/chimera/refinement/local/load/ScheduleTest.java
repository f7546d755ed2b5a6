package io.chimera.refinement.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.connectors.yaml.LoadProfile;
import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.connectors.yaml.LoadProfile.Ramp;
import io.chimera.refinement.connectors.yaml.Packs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** REF-LT-04: when which report is due. */
class ScheduleTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private static Phase phase(String name, long millis, double from, double to) {
    return new Phase(name, millis, new Ramp(from, to), Ramp.NONE, 0, false, Map.of());
  }

  private static List<Phase> phases(Random random) {
    List<Phase> phases = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      double from = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 200;
      double to =
          random.nextBoolean() ? from : random.nextInt(4) == 0 ? 0 : random.nextDouble() * 200;
      phases.add(phase("p" + i, 1 + random.nextInt(20_000), from, to));
    }
    return phases;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void asManyReportsAreSentAsThereIsAreaUnderTheRate(long seed) {
    Random random = new Random(seed);
    List<Phase> phases = phases(random);
    int requests = 1 + random.nextInt(3);
    Schedule schedule = new Schedule(phases, requests);
    double area = 0;
    for (Phase phase : phases) {
      Ramp rate = phase.requestsPerSecond();
      area += (rate.from() + rate.to()) / 2 * phase.durationMillis() / 1_000.0 / requests;
    }
    assertThat((double) schedule.reports()).isCloseTo(Math.floor(area + 1e-6), within(1e-9));
    long sum = 0;
    for (int i = 0; i < phases.size(); i++) {
      sum += schedule.reports(i);
    }
    assertThat(sum).isEqualTo(schedule.reports());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noReportIsEarlyAndEachIsDueWhenTheAreaReachesIt(long seed) {
    Schedule schedule = new Schedule(phases(new Random(seed)), 1);
    double before = 0;
    for (long n = 0; n < schedule.reports(); n++) {
      double due = schedule.dueMillis(n);
      assertThat(due).isBetween(before, (double) schedule.durationMillis());
      assertThat(areaUntil(schedule, due)).as("report %d", n).isCloseTo(n + 1.0, within(1e-3));
      before = due;
    }
  }

  /** The area by the midpoint rule, exact for straight lines. */
  private static double areaUntil(Schedule schedule, double millis) {
    double area = 0;
    for (int i = 0; i < schedule.phases().size(); i++) {
      double from = schedule.startMillis(i);
      double to = Math.min(millis, schedule.startMillis(i + 1));
      if (to > from) {
        area += schedule.requestsPerSecond((from + to) / 2) * (to - from) / 1_000;
      }
    }
    return area;
  }

  @Test
  void aNumberOfReportsIsDueAtOnce() {
    Schedule schedule =
        new Schedule(List.of(new Phase("all", 0, Ramp.NONE, Ramp.NONE, 500, false, Map.of())), 1);
    assertThat(schedule.reports()).isEqualTo(500);
    assertThat(schedule.dueMillis(499)).isZero();
    assertThat(schedule.isUnpaced(0)).isTrue();
  }

  @Test
  @DisplayName("section 11: every profile can be scaled and compressed")
  void scaleIsOnRatesAndCompressionOnLengths() {
    for (LoadProfile profile : Packs.read(Path.of("../packs")).loadProfiles()) {
      if (profile.isRunnable()) {
        Schedule full = new LoadPlan(profile, "", 1, 1, 1).schedule();
        Schedule part = new LoadPlan(profile, "", 0.5, 60, 1).schedule();
        assertThat(part.durationMillis())
            .as(profile.name())
            .isCloseTo(full.durationMillis() / 60, within(15L));
        assertThat(part.peakReportsPerSecond())
            .isCloseTo(full.peakReportsPerSecond() / 2, within(1e-9));
        long expected = full.durationMillis() == 0 ? full.reports() / 2 : full.reports() / 120;
        assertThat(part.reports()).isCloseTo(expected, within(2 + expected / 1_000));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eventTimeBeginsInThePastAndIsNeverAheadOfTheClock(long seed) {
    Random random = new Random(seed);
    long planned = 1L + random.nextInt(1_000_000);
    double speed = 1 + random.nextDouble() * 100;
    EventClock clock = new EventClock(1_789_948_800_000L, planned, speed);
    assertThat(clock.firstMillis())
        .isEqualTo((long) Math.floor(clock.startMillis() - planned * (speed - 1)));
    long before = Long.MIN_VALUE;
    for (int i = 0; i <= 20; i++) {
      double at = planned * i / 20.0;
      assertThat(clock.at(at)).isGreaterThanOrEqualTo(before);
      assertThat(clock.at(at)).isLessThanOrEqualTo(clock.startMillis() + (long) Math.ceil(at));
      before = clock.at(at);
    }
    assertThat(clock.at(planned)).isEqualTo(clock.startMillis() + planned);
    assertThat(clock.at(planned + 500)).isEqualTo(clock.startMillis() + planned + 500);
  }

  @Test
  void aPlanThatCannotBeIsRefused() {
    LoadProfile profile =
        Packs.read(Path.of("../packs/refinement/profiles.yaml")).loadProfiles().get(0);
    assertThatThrownBy(() -> new LoadPlan(profile, "", 0, 1, 1))
        .hasMessage("scale must be in (0, 1000], was 0.0");
    assertThatThrownBy(() -> new LoadPlan(profile, "", 1, 0.9, 1))
        .hasMessage("compress must be in [1, 100000], was 0.9");
    assertThatThrownBy(() -> new LoadPlan(profile, "fast", 1, 1, 1))
        .hasMessage("variant must be one of [], was fast");
  }
}
