package io.chimera.refinement.state.window;

import static io.chimera.refinement.state.window.PaneTest.assertSameBits;
import static io.chimera.refinement.state.window.PaneTest.pane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.wire.RoundTrip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesPanesTest {
  private static final WindowShape SHAPE = new WindowShape(60_000, 10_000);
  private static final String SERIES = "mplp/context_module/agent-1/response_time_ms";

  private record Value(long timestampMillis, String release, double value) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("REF-STR-01: every window is that of the raw values, however the panes were grouped")
  void aWindowIsThatOfTheRawValues(long seed) {
    List<Value> values = values(seed);
    SeriesPanes panes = grouped(values, new Random(seed));
    SeriesPanes others = grouped(values, new Random(seed + 1000));
    for (long end = 0; end <= 360_000; end += 10_000) {
      long start = end - SHAPE.sizeMillis();
      Optional<WindowStats> stats = panes.window(SERIES, start, end);
      assertSame(stats, bruteForce(values, start, end));
      assertSame(others.window(SERIES, start, end), stats);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void thePanesSurviveTheirBytesAtAnyPoint(long seed) {
    Random random = new Random(seed);
    SeriesPanes steady = new SeriesPanes();
    SeriesPanes restored = new SeriesPanes();
    for (Value value : values(seed)) {
      long start = SHAPE.paneStart(value.timestampMillis());
      steady.add(start, value.release(), pane(value.value()));
      restored.add(start, value.release(), pane(value.value()));
      if (random.nextInt(20) == 0) {
        restored.timer(start + 10_000);
        restored = RoundTrip.through(SeriesPanes.CODEC, restored);
        assertThat(restored.timer()).isEqualTo(start + 10_000);
      }
    }
    assertThat(restored.firstStart()).isEqualTo(steady.firstStart());
    assertThat(restored.lastStart()).isEqualTo(steady.lastStart());
    for (long end = 10_000; end <= 360_000; end += 10_000) {
      assertSame(
          restored.window(SERIES, end - 60_000, end), steady.window(SERIES, end - 60_000, end));
    }
  }

  @Test
  void releasesAreKeptApartOnlyWhenThereAreAny() {
    SeriesPanes panes = new SeriesPanes();
    panes.add(0, "", pane(1));
    assertThat(panes.window(SERIES, 0, 60_000).orElseThrow().releases()).isEmpty();
    panes.add(10_000, "2.0", pane(3));
    panes.add(0, "1.9", pane(2));
    panes.add(20_000, "2.0", pane(5));
    WindowStats stats = panes.window(SERIES, 0, 60_000).orElseThrow();
    assertThat(stats.count()).isEqualTo(4);
    assertThat(stats.releases().keySet()).containsExactly("1.9", "2.0");
    assertSameBits(stats.releases().get("2.0"), pane(3, 5));
  }

  @Test
  void anEmittedWindowDoesNotChangeAnyMore() {
    SeriesPanes panes = new SeriesPanes();
    panes.add(0, "a", pane(1));
    WindowStats stats = panes.window(SERIES, 0, 10_000).orElseThrow();
    panes.add(0, "a", pane(100));
    assertSameBits(stats.total(), pane(1));
    assertSameBits(stats.releases().get("a"), pane(1));
  }

  @Test
  void whatNoWindowNeedsIsDropped() {
    SeriesPanes panes = new SeriesPanes();
    for (int i = 0; i < 30; i++) {
      panes.add(i * 10_000L, i % 2 == 0 ? "" : "r", pane(i));
      panes.dropBefore((i - 5) * 10_000L);
    }
    assertThat(panes.firstStart()).isEqualTo(240_000);
    assertThat(panes.lastStart()).isEqualTo(290_000);
    panes.dropBefore(300_000);
    assertThat(panes.isEmpty()).isTrue();
    assertThat(panes.window(SERIES, 0, 400_000)).isEmpty();
    assertThatThrownBy(panes::firstStart).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(panes::lastStart).hasMessageStartingWith("Cannot name a pane");
  }

  @Test
  void aPartWithoutValuesLeavesNoTrace() {
    SeriesPanes panes = new SeriesPanes();
    panes.add(0, "r", new Pane());
    assertThat(panes.isEmpty()).isTrue();
    assertThat(panes.timer()).isZero();
  }

  private static List<Value> values(long seed) {
    Random random = new Random(seed);
    String[] releases = {"", "1.4.2", "1.5.0"};
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      long timestampMillis = random.nextInt(300) * 1_000L + random.nextInt(1_000);
      values.add(
          new Value(timestampMillis, releases[random.nextInt(3)], random.nextGaussian() * 50));
    }
    return values;
  }

  /** Adds the values as partial panes of random size, in random order. */
  private static SeriesPanes grouped(List<Value> values, Random random) {
    List<Value> order = new ArrayList<>(values);
    java.util.Collections.shuffle(order, random);
    SeriesPanes panes = new SeriesPanes();
    Map<Value, Pane> open = new HashMap<>();
    for (Value value : order) {
      Value key = new Value(SHAPE.paneStart(value.timestampMillis()), value.release(), 0);
      open.computeIfAbsent(key, k -> new Pane()).add(value.value());
      if (random.nextInt(25) == 0) {
        open.forEach((k, pane) -> panes.add(k.timestampMillis(), k.release(), pane));
        open.clear();
      }
    }
    open.forEach((k, pane) -> panes.add(k.timestampMillis(), k.release(), pane));
    return panes;
  }

  private static Optional<WindowStats> bruteForce(List<Value> values, long start, long end) {
    Pane total = new Pane();
    Map<String, Pane> releases = new HashMap<>();
    for (Value value : values) {
      if (value.timestampMillis() >= start && value.timestampMillis() < end) {
        total.add(value.value());
        if (!value.release().isEmpty()) {
          releases.computeIfAbsent(value.release(), r -> new Pane()).add(value.value());
        }
      }
    }
    return total.isEmpty()
        ? Optional.empty()
        : Optional.of(new WindowStats(SERIES, start, end, total, releases));
  }

  private static void assertSame(Optional<WindowStats> actual, Optional<WindowStats> expected) {
    assertThat(actual.isPresent()).isEqualTo(expected.isPresent());
    if (actual.isPresent()) {
      WindowStats one = actual.get();
      WindowStats other = expected.get();
      assertThat(one.startMillis()).isEqualTo(other.startMillis());
      assertThat(one.endMillis()).isEqualTo(other.endMillis());
      assertSameBits(one.total(), other.total());
      assertThat(one.releases().keySet()).isEqualTo(other.releases().keySet());
      one.releases()
          .forEach((release, pane) -> assertSameBits(pane, other.releases().get(release)));
    }
  }
}
