package io.chimera.refinement.local.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void noPortIsGivenTwiceThoughNobodyListensYet() {
    int[] ports = IntStream.range(0, 2_000).map(i -> Ports.free()).toArray();
    assertThat(IntStream.of(ports).distinct().count()).isEqualTo(ports.length);
  }
}
