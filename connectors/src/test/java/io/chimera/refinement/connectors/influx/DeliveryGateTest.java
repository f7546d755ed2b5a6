package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeliveryGateTest {
  private final AtomicLong now = new AtomicLong(0);
  private final DeliveryGate gate =
      new DeliveryGate(
          new RetrySchedule(RetrySchedule.Params.DEFAULT, () -> 0.5),
          new CircuitBreaker(CircuitBreaker.Params.DEFAULT, now::get),
          now::get);

  @Test
  void requestsThatMeetTheSameOutageCountOnce() {
    now.set(100);
    gate.failed(0);
    gate.failed(10);
    gate.failed(50);
    assertThat(gate.opensAtMillis()).isEqualTo(1_100);
    now.set(1_100);
    assertThat(gate.isOpen()).isTrue();
    gate.failed(1_100);
    assertThat(gate.opensAtMillis()).isEqualTo(3_100);
  }

  @Test
  void theLongerWaitWins() {
    gate.pause(10_000);
    gate.failed(0);
    assertThat(gate.opensAtMillis()).isEqualTo(10_000);
    assertThat(gate.isOpen()).isFalse();
  }

  @Test
  void aProbeThatIsAskedToWaitOpensTheBreakerAgain() {
    gate.refused();
    now.set(60_000);
    assertThat(gate.limit(4)).isEqualTo(1);
    gate.pause(5_000);
    assertThat(gate.isOpen()).isFalse();
    assertThat(gate.opensAtMillis()).isEqualTo(120_000);
    now.set(120_000);
    gate.succeeded();
    assertThat(gate.isOpen()).isTrue();
    assertThat(gate.limit(4)).isEqualTo(4);
  }
}
