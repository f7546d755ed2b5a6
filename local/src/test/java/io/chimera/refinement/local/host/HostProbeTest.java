package io.chimera.refinement.local.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-MON-01")
class HostProbeTest {

  @Test
  void thisMachineIsReadInSensibleUnits() {
    HostProbe probe = new HostProbe();

    assertThat(probe.hostName()).isNotBlank();
    assertThat(probe.cpu().get("cpu_percent")).isBetween(0.0, 100.0);
    assertThat(probe.memory().get("memory_percent")).isBetween(0.1, 100.0);
    assertThat(probe.memory().get("memory_gb")).isGreaterThan(0);
    for (Map<String, Double> rates : List.of(probe.disk(), probe.network())) {
      assertThat(rates)
          .hasSize(2)
          .allSatisfy((metric, value) -> assertThat(value).isNotNegative().isFinite());
    }
  }
}
