package io.chimera.refinement.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.Moment;
import io.chimera.refinement.state.optimise.OtherChanges;
import io.chimera.refinement.state.optimise.SettingsOptimiser;
import io.chimera.refinement.state.optimise.Tuning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-ALG-06: the shipped catalogue of settings against the simulated fleet")
class SettingsTuningTest {
  private static final long START = 1_795_248_000_000L;
  private static final int COMPONENT = 9;
  private static final ActionCatalogue CATALOGUE =
      Packs.read(Path.of("../packs/demo")).catalogues().stream()
          .filter(each -> each.name().equals("demo-settings"))
          .findFirst()
          .orElseThrow();

  /** Half an hour of windows; each advice is applied, and answered as the fleet would. */
  private static List<Map<String, Double>> tuned(long seed) {
    FleetPlan plan = FleetPlan.demo(seed);
    SettingEffects effects = new SettingEffects(plan);
    Draws draws = new Draws(seed);
    SettingsOptimiser optimiser = new SettingsOptimiser();
    Map<String, Double> inForce = SettingEffects.AT_START;
    List<Map<String, Double>> tried = new ArrayList<>();
    for (long now = START; now < START + 1_800_000; now += 10_000) {
      optimiser.onTime(now);
      double latency = 100 * effects.latencyFactor(COMPONENT, inForce);
      Optional<Recommendation> advice =
          optimiser.onObjective(
              CATALOGUE,
              "demo",
              "svc-09",
              new Moment(now, latency, List.of(), false),
              OtherChanges.NONE,
              42);
      if (advice.isPresent()) {
        inForce = advice.get().parameters();
        tried.add(inForce);
        double noise = 0.16 * (draws.uniform("noise", advice.get().recommendationId()) - 0.5);
        double reward = Math.max(0, Math.min(1, effects.reward(COMPONENT, inForce) + noise));
        optimiser.onOutcome(
            new Outcome(
                advice.get().recommendationId(), true, null, reward, now + 5_000, null, null));
      }
    }
    return tried;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theSettingThatStaysTakesMostOfTheLatencyThatSettingsCanTake(long seed) {
    SettingEffects effects = new SettingEffects(FleetPlan.demo(seed));
    double least = 1;
    for (double pool = 4; pool <= 64; pool++) {
      for (double ttl = 0; ttl <= 120; ttl++) {
        Map<String, Double> settings =
            Map.of(SettingEffects.POOL_SIZE, pool, SettingEffects.CACHE_TTL, ttl);
        double factor = effects.latencyFactor(COMPONENT, settings);
        assertThat(factor).as("no setting is an incident").isBetween(0.75, 1.25);
        least = Math.min(least, factor);
      }
    }
    List<Map<String, Double>> tried = tuned(seed);
    double reached = effects.latencyFactor(COMPONENT, tried.get(tried.size() - 1));
    assertThat((1 - reached) / (1 - least)).as("share of the way to the best").isGreaterThan(0.7);
  }

  @Test
  void theSameSeedTriesTheSameSettings() {
    assertThat(tuned(5)).isEqualTo(tuned(5)).hasSizeGreaterThan(20);
  }

  @Test
  void theCatalogueStartsWhereTheFleetStarts() {
    assertThat(CATALOGUE.tuning().parameters())
        .extracting(Tuning.Parameter::name)
        .containsExactlyInAnyOrderElementsOf(SettingEffects.AT_START.keySet());
    assertThat(CATALOGUE.tuning().parameters())
        .allSatisfy(
            each -> assertThat(each.current()).isEqualTo(SettingEffects.AT_START.get(each.name())));
  }
}
