package io.chimera.refinement.connectors.influx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-RET-04: raw to hot, rollups to warm and cold")
class TierRoutingTest {
  private static final TierRouting ROUTING =
      new TierRouting("warm", "cold", Map.of("kailash", "warm-kailash"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kpi_window,system=a f=1|HOT|''",
        "pipeline,metric=x f=1|HOT|''",
        "kpi_window_1m,system=a f=1|WARM|warm",
        "kpi_window_5m,system=kailash,component=b f=1|WARM|warm-kailash",
        "kpi_window_1h,system=kailash f=1|COLD|cold",
        "kpi_window_1d f=1|COLD|cold",
        "kpi_window_1mm,system=a f=1|HOT|''",
        "kpi_window_1m|HOT|''"
      })
  void theMeasurementTellsTheTier(String line, StorageTier tier, String bucket) {
    assertThat(ROUTING.route(batch(line)))
        .singleElement()
        .satisfies(
            piece -> {
              assertThat(piece.tier()).isEqualTo(tier);
              assertThat(piece.bucket()).isEqualTo(bucket);
            });
  }

  @Test
  void aRecordOfOneTierIsNotCopied() {
    LineBatch record = batch("kpi_window f=1 1\nkpi_window f=2 2");
    assertThat(ROUTING.route(record)).singleElement().isEqualTo(record);
    assertThat(ROUTING.route(record).get(0).lines()).isSameAs(record.lines());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noLineIsLostAndEachKeepsItsPlace(long seed) {
    Random random = new Random(seed);
    List<String> kinds =
        List.of(
            "kpi_window",
            "kpi_window_1m",
            "kpi_window_1h",
            "alert",
            "",
            "kpi_window_5m,system=kailash");
    for (int round = 0; round < 100; round++) {
      List<String> lines = new ArrayList<>();
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        String kind = kinds.get(random.nextInt(kinds.size()));
        lines.add(kind.isEmpty() ? "" : kind + " f=" + i + " 1");
      }
      List<String> points = lines.stream().filter(line -> !line.isEmpty()).toList();
      List<String> routed = new ArrayList<>();
      for (LineBatch piece : ROUTING.route(batch(String.join("\n", lines)))) {
        assertThat(piece.place().index()).isEqualTo(routed.size());
        new String(piece.lines(), UTF_8)
            .lines()
            .filter(line -> !line.isEmpty())
            .forEach(routed::add);
      }
      assertThat(routed).isEqualTo(points);
    }
  }

  private static LineBatch batch(String lines) {
    return LineBatch.of(lines.getBytes(UTF_8), new Place(1, 2, 0, 3));
  }
}
