package io.chimera.refinement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  @DisplayName("REF-ING-01 to 03: percentiles come from merged histograms")
  void quantilesAreThoseOfAllHistogramsTogether() throws Exception {
    OwnKpis.Distribution merged = new OwnKpis.Distribution();
    ObjectMapper json = new ObjectMapper();

    merged.add(json.readTree("{\"max\": 2, \"buckets\": [[1, 98], [2, 1]]}"));
    merged.add(json.readTree("{\"max\": 900, \"buckets\": [[900, 1]]}"));

    assertThat(merged.count()).isEqualTo(100);
    assertThat(merged.quantile(0.5)).isEqualTo(1);
    assertThat(merged.quantile(0.99)).isEqualTo(2);
    assertThat(merged.quantile(1)).isEqualTo(900);
    assertThat(merged.max()).isEqualTo(900);
  }

  @Test
  void nothingMeasuredHasNoQuantile() {
    assertThat(new OwnKpis.Distribution().quantile(0.99)).isZero();
  }
}
