package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-ALR-01: silence is found")
class AbsenceWatchTest {
  private static final AbsenceWatch.Params PARAMS = new AbsenceWatch.Params(300_000, 3);

  private AbsenceWatch watch = new AbsenceWatch();

  private Optional<Finding> seen(long paneEndMillis) {
    watch = Snapshots.restored(AbsenceWatch.CODEC, watch);
    return watch.seen("mplp", "context", "a/1", paneEndMillis, PARAMS);
  }

  private Optional<Finding> silent(long nowEventMillis) {
    watch = Snapshots.restored(AbsenceWatch.CODEC, watch);
    return watch.silent("mplp", "context", "a/1", nowEventMillis, PARAMS);
  }

  private void seenThreeTimes() {
    assertThat(seen(10_000)).isEmpty();
    assertThat(seen(20_000)).isEmpty();
    assertThat(seen(30_000)).isEmpty();
  }

  @Test
  void aSilenceOpensAtTheTimeoutAndClosesWithTheNextPane() {
    seenThreeTimes();
    assertThat(watch.deadline(PARAMS)).isEqualTo(330_000);
    assertThat(silent(329_999)).isEmpty();
    Finding open = silent(330_000).orElseThrow();
    assertThat(watch.isAbsent()).isTrue();
    assertThat(silent(400_000)).as("opened once").isEmpty();
    Finding closed = seen(450_000).orElseThrow();

    assertThat(open.kind()).isEqualTo(Finding.Kind.ABSENCE);
    assertThat(open.state()).isEqualTo(Finding.State.OPEN);
    assertThat(open.metric()).isNull();
    assertThat(open.agentId()).isEqualTo("a/1");
    assertThat(open.series()).isEqualTo("mplp/context/a%2F1");
    assertThat(open.startedAt()).isEqualTo(30_000);
    assertThat(open.value()).isEqualTo(300);
    assertThat(open.unit()).isEqualTo("s");
    assertThat(open.upper()).isEqualTo(300);
    assertThat(open.score()).isEqualTo(0.5);
    assertThat(open.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(open.sentence())
        .isEqualTo("a/1 has been silent for 300 s, the longest allowed is 300 s.");
    assertThat(closed.findingId()).isEqualTo(open.findingId());
    assertThat(closed.state()).isEqualTo(Finding.State.CLOSED);
    assertThat(closed.endedAt()).isEqualTo(450_000);
    assertThat(closed.value()).isEqualTo(420);
    assertThat(watch.isAbsent()).isFalse();
  }

  @Test
  void anAgentThatWasHardlySeenIsNotMissed() {
    assertThat(seen(10_000)).isEmpty();
    assertThat(seen(20_000)).isEmpty();
    assertThat(silent(10_000_000)).isEmpty();
  }

  @Test
  void aPaneFromBeforeTheSilenceDoesNotEndIt() {
    seenThreeTimes();
    assertThat(silent(400_000)).isPresent();
    assertThat(seen(25_000)).isEmpty();
    assertThat(watch.isAbsent()).isTrue();
    assertThat(watch.deadline(PARAMS)).isEqualTo(330_000);
  }

  @Test
  void aSecondSilenceIsAnotherIncident() {
    seenThreeTimes();
    Finding first = silent(400_000).orElseThrow();
    assertThat(seen(410_000)).isPresent();
    Finding second = silent(800_000).orElseThrow();
    assertThat(second.findingId()).isNotEqualTo(first.findingId());
  }

  @Test
  void aWrongParameterIsNamedWithItsRuleAndValue() {
    assertThatThrownBy(() -> new AbsenceWatch.Params(0, 1))
        .hasMessage("timeoutMillis must be >= 1, was 0");
    assertThatThrownBy(() -> new AbsenceWatch.Params(1, 0))
        .hasMessage("minSeen must be >= 1, was 0");
  }
}
