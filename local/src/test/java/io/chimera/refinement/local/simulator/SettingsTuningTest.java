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
import io.chimera.refinement.state.slo.ObjectiveStatus;
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
  private static final Packs PACK = Packs.read(Path.of("../packs/demo"));
  private static final ActionCatalogue CATALOGUE =
      PACK.catalogues().stream()
          .filter(each -> each.name().equals("demo-settings"))
          .findFirst()
          .orElseThrow();

  private static final double LIMIT = 49;
  private static final long WINDOW_MILLIS = 60_000;

  /** Ninety minutes of windows; each advice is applied, and answered as the fleet would. */
  private static List<Map<String, Double>> tuned(long seed) {
    SettingEffects effects = new SettingEffects(FleetPlan.demo(seed));
    Draws draws = new Draws(seed);
    SettingsOptimiser optimiser = new SettingsOptimiser();
    SettingsInForce inForce = new SettingsInForce();
    List<Map<String, Double>> tried = new ArrayList<>();
    for (long now = START; now < START + 5_400_000; now += 10_000) {
      if (now % WINDOW_MILLIS == 0) {
        optimiser.onStatus(status(now, meanCpu(effects, inForce, now)));
      }
      optimiser.onTime(now);
      double latency = 100 * effects.latencyFactor(COMPONENT, inForce.at(COMPONENT, now));
      Optional<Recommendation> advice =
          optimiser.onObjective(
              CATALOGUE,
              "demo",
              "svc-09",
              new Moment(now, latency, List.of(), false),
              OtherChanges.NONE,
              42);
      if (advice.isPresent()) {
        Map<String, Double> asked = advice.get().parameters();
        inForce.change(COMPONENT, asked, now);
        tried.add(asked);
        double noise = 0.16 * (draws.uniform("noise", advice.get().recommendationId()) - 0.5);
        double reward = Math.max(0, Math.min(1, effects.reward(COMPONENT, asked) + noise));
        optimiser.onOutcome(
            new Outcome(
                advice.get().recommendationId(), true, null, reward, now + 5_000, null, null));
      }
    }
    return tried;
  }

  /** What the fleet reports, over the window of the objective. */
  private static double meanCpu(SettingEffects effects, SettingsInForce inForce, long endMillis) {
    double sum = 0;
    for (long at = endMillis - WINDOW_MILLIS; at < endMillis; at += 1_000) {
      double load = 1 + 0.2 * Math.sin(2 * Math.PI * (at - START) / 90_000 + COMPONENT);
      sum += 30 + 15 * load + effects.cpuPoints(inForce.at(COMPONENT, at));
    }
    return sum * 1_000 / WINDOW_MILLIS;
  }

  private static ObjectiveStatus status(long endMillis, double cpu) {
    return new ObjectiveStatus(
        CATALOGUE.constraints().get(0),
        "demo",
        "demo/svc-09",
        endMillis,
        cpu < LIMIT ? ObjectiveStatus.State.MET : ObjectiveStatus.State.BREACHED,
        cpu,
        LIMIT,
        "%",
        600,
        1,
        1,
        1,
        new double[4],
        false);
  }

  /** Whether the limit is broken at mean load. */
  private static boolean breaks(SettingEffects effects, Map<String, Double> settings) {
    return 45 + effects.cpuPoints(settings) >= LIMIT;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theSettingThatStaysTakesMostOfTheLatencyThatTheLimitLeavesToBeTaken(long seed) {
    SettingEffects effects = new SettingEffects(FleetPlan.demo(seed));
    double least = 1;
    for (double pool = 4; pool <= 64; pool++) {
      for (double ttl = 0; ttl <= 120; ttl++) {
        Map<String, Double> settings =
            Map.of(SettingEffects.POOL_SIZE, pool, SettingEffects.CACHE_TTL, ttl);
        double factor = effects.latencyFactor(COMPONENT, settings);
        assertThat(factor).as("no setting is an incident").isBetween(0.75, 1.25);
        least = breaks(effects, settings) ? least : Math.min(least, factor);
      }
    }
    List<Map<String, Double>> tried = tuned(seed);
    Map<String, Double> stays = tried.get(tried.size() - 1);
    double reached = effects.latencyFactor(COMPONENT, stays);
    assertThat((1 - reached) / (1 - least)).as("share of the way to the best").isGreaterThan(0.6);
    assertThat(breaks(effects, stays)).as("the limit is broken by " + stays).isFalse();
    assertThat(tried.stream().filter(each -> breaks(effects, each)).count())
        .as("trials that broke the limit, of " + tried.size())
        .isLessThanOrEqualTo(6);
  }

  @Test
  void theShippedLimitIsTheOneOfThisTest() {
    assertThat(CATALOGUE.constraints()).containsExactly("demo-svc-09-cpu");
    assertThat(PACK.objectives())
        .filteredOn(each -> each.name().equals("demo-svc-09-cpu"))
        .singleElement()
        .satisfies(each -> assertThat(each.text()).isEqualTo("49"));
    assertThat(PACK.faults()).isEmpty();
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
