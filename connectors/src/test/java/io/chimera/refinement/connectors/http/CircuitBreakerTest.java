package io.chimera.refinement.connectors.http;

import static io.chimera.refinement.connectors.http.CircuitBreaker.State.CLOSED;
import static io.chimera.refinement.connectors.http.CircuitBreaker.State.HALF_OPEN;
import static io.chimera.refinement.connectors.http.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-L4-05: five failures open the breaker for one minute")
class CircuitBreakerTest {
  private final AtomicLong now = new AtomicLong(1_000);
  private final CircuitBreaker breaker =
      new CircuitBreaker(CircuitBreaker.Params.DEFAULT, now::get);

  @Test
  void fourFailuresLeaveItClosedTheFifthOpensIt() {
    fail(4);
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(1);
    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.permits()).isFalse();
    assertThat(breaker.halfOpenAtMillis()).isEqualTo(61_000);
  }

  @Test
  void aSuccessStartsTheCountAnew() {
    fail(4);
    breaker.succeeded();
    fail(4);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void afterAMinuteAProbeMayGo() {
    fail(5);
    now.set(60_999);
    assertThat(breaker.state()).isEqualTo(OPEN);
    now.set(61_000);
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    assertThat(breaker.permits()).isTrue();
  }

  @Test
  void aProbeThatSucceedsClosesIt() {
    fail(5);
    now.set(61_000);
    breaker.succeeded();
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail(4);
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void aProbeThatFailsOpensItForAnotherMinute() {
    fail(5);
    now.set(70_000);
    fail(1);
    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.halfOpenAtMillis()).isEqualTo(130_000);
  }

  @Test
  void whatWasSentBeforeItOpenedChangesNothing() {
    fail(5);
    now.set(2_000);
    breaker.succeeded();
    fail(3);
    assertThat(breaker.state()).isEqualTo(OPEN);
    assertThat(breaker.halfOpenAtMillis()).isEqualTo(61_000);
  }

  @Test
  void itCanBeOpenedAtOnce() {
    breaker.trip();
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new CircuitBreaker.Params(0, 1))
        .hasMessage("failures must be at least 1, was 0");
    assertThatThrownBy(() -> new CircuitBreaker.Params(1, 0))
        .hasMessage("openMillis must be at least 1, was 0");
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }
}
