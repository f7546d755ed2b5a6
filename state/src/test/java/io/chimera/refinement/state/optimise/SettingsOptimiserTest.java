package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-ALG-06, REF-ALG-11: settings of a component")
class SettingsOptimiserTest {
  private static final long SLIDE = 10_000;
  private static final List<Tuning.Parameter> PARAMETERS =
      List.of(
          new Tuning.Parameter("pool", 4, 64, 8, true, true, "connections"),
          new Tuning.Parameter("ttl", 0, 120, 100, false, false, "s"));

  private SettingsOptimiser optimiser = new SettingsOptimiser();
  private long now = 1_795_248_000_000L;
  private double[] inForce = {8, 100};

  static ActionCatalogue catalogue(
      List<Tuning.Parameter> parameters, List<String> constraints, int trials, Guardrails limits) {
    return new ActionCatalogue(
        "pool-and-cache",
        "mplp",
        "context",
        "latency_ms",
        Statistic.P95,
        true,
        0.5,
        List.of(),
        30_000,
        20_000,
        120_000,
        0.5,
        0,
        "live",
        300_000,
        "team",
        limits,
        new Tuning(parameters, constraints, trials));
  }

  private static final ActionCatalogue PLAIN =
      catalogue(PARAMETERS, List.of(), 30, Guardrails.NONE);

  /** Least where pool is 24 and ttl is 40; 200 at the start. */
  private static double latency(double[] setting) {
    double pool = Math.log(setting[0] / 24) / Math.log(16);
    double ttl = (setting[1] - 40) / 120;
    return 100 + 244 * (pool * pool + ttl * ttl);
  }

  private Optional<Recommendation> window(ActionCatalogue catalogue, double value) {
    return window(catalogue, value, false, OtherChanges.NONE);
  }

  private Optional<Recommendation> window(
      ActionCatalogue catalogue, double value, boolean frozen, OtherChanges others) {
    now += SLIDE;
    optimiser.onTime(now);
    Moment moment = new Moment(now, value, List.of("finding-1"), frozen);
    return optimiser.onObjective(catalogue, "mplp", "context", moment, others, 42);
  }

  private OutcomeResult answer(Recommendation to, boolean applied, Double reward) {
    return optimiser.onOutcome(
        new Outcome(to.recommendationId(), applied, null, reward, now, null, null));
  }

  private static double[] proposed(Recommendation advice) {
    return new double[] {advice.parameters().get("pool"), advice.parameters().get("ttl")};
  }

  /** Applies what is advised, and lets the job measure. */
  private List<Recommendation> live(ActionCatalogue catalogue, int windows, double noise) {
    Random random = new Random(windows);
    List<Recommendation> given = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      window(catalogue, latency(inForce) * (1 + noise * random.nextGaussian()))
          .ifPresent(
              advice -> {
                given.add(advice);
                inForce = proposed(advice);
                answer(advice, true, null);
              });
    }
    return given;
  }

  @Test
  void theFirstAdviceIsTheRunningSettingAndTheNextOneMovesFromThere() {
    Recommendation first = window(PLAIN, 200).orElseThrow();
    assertThat(first.optimizer()).isEqualTo("bayesian");
    assertThat(first.recommendationId())
        .isEqualTo(Recommendation.id("mplp", "context", "bayesian", "pool-and-cache", 1));
    assertThat(first.action()).isEqualTo("set");
    assertThat(first.parameters()).containsExactly(Map.entry("pool", 8.0), Map.entry("ttl", 100.0));
    assertThat(first.propensity()).isEqualTo(1);
    assertThat(first.pmf()).containsExactly(Map.entry("set", 1.0));
    assertThat(first.evidence()).containsExactly("finding-1");
    assertThat(first.sentence())
        .isEqualTo("p95 of latency_ms is 200; the settings in force: trial 1 of 30.");
    answer(first, true, 0.5);
    Recommendation next = null;
    for (int i = 0; i < 3; i++) {
      next = window(PLAIN, 200).orElse(next);
    }
    assertThat(next.decisionNumber()).isEqualTo(2);
    assertThat(next.decidedAt() - first.decidedAt()).isEqualTo(30_000);
    assertThat(next.context()).containsEntry("current.pool", 8.0);
    assertThat(next.sentence())
        .matches(
            "p95 of latency_ms is 200; pool 8 → \\d+ connections, ttl 100 → .+ s: trial 2 of"
                + " 30\\.");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.03})
  void measuredSettingsLeadToTheBestOneAndThereItStays(double noise) {
    List<Recommendation> given = live(PLAIN, 30 * 4 + 40, noise);
    assertThat(1 - (latency(inForce) - 100) / 100).as("REF-ALG-09").isGreaterThan(0.9);
    assertThat(inForce).containsExactly(optimiser.best());
    assertThat(given.size()).isLessThan(40);
    assertThat(given.get(given.size() - 1).expectedGain()).isBetween(-1.0, 1.0);
    assertThat(given.get(given.size() - 1).confidence()).isGreaterThan(0.4);
    assertThat(live(PLAIN, 50, 0)).as("nothing is left to try").isEmpty();
  }

  @Test
  void everyAdviceIsInsideTheBoundsAndNoneHasTheNumberOfAnother() {
    Set<String> ids = new HashSet<>();
    for (Recommendation advice : live(PLAIN, 200, 0.2)) {
      double[] setting = proposed(advice);
      assertThat(setting[0]).isBetween(4.0, 64.0).isEqualTo(Math.rint(setting[0]));
      assertThat(setting[1]).isBetween(0.0, 120.0);
      assertThat(ids.add(advice.recommendationId())).isTrue();
    }
  }

  @Test
  void noLongerStepThanAllowed() {
    ActionCatalogue careful =
        catalogue(PARAMETERS, List.of(), 30, new Guardrails(0, 0, 0, false, 0, 0.1));
    for (Recommendation advice : live(careful, 200, 0)) {
      double from = advice.context().get("current.ttl");
      assertThat(Math.abs(advice.parameters().get("ttl") - from)).isLessThanOrEqualTo(12.0001);
    }
    assertThat(latency(inForce)).isLessThan(140);
  }

  @Test
  void aRewardThatIsNoneIsRefusedAndTheNextOneCounts() {
    Recommendation advice = window(PLAIN, 200).orElseThrow();
    for (double bad : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
      assertThat(answer(advice, true, bad).reason()).isEqualTo(Reason.INVALID_REWARD);
    }
    Learned learned = answer(advice, true, 0.7).learned();
    assertThat(learned.reward()).isEqualTo(0.7);
    assertThat(learned.source()).isEqualTo("reported");
    assertThat(answer(advice, true, 0.1).reason()).isEqualTo(Reason.EXPIRED_OUTCOME);
    assertThat(
            optimiser
                .onOutcome(new Outcome("never-issued", true, null, 0.5, now, null, null))
                .reason())
        .isEqualTo(Reason.UNKNOWN_RECOMMENDATION);
  }

  @Test
  void whatNobodyAppliedTeachesNothing() {
    Recommendation advice = window(PLAIN, 200).orElseThrow();
    assertThat(answer(advice, false, 0.9).learned()).isNull();
    Recommendation again = null;
    for (int i = 0; i < 3; i++) {
      again = window(PLAIN, 200).orElse(again);
    }
    assertThat(again.sentence()).endsWith("trial 1 of 30.");
    now = again.decidedAt() + 120_000;
    List<Learned> imputed = optimiser.onTime(now);
    assertThat(imputed).singleElement().extracting(Learned::source).isEqualTo("imputed");
    assertThat(window(PLAIN, 200).orElseThrow().sentence()).endsWith("trial 1 of 30.");
  }

  @Test
  void aFreezeAnAllowanceThatIsUsedUpAndAValueThatIsNoneStopAdvice() {
    ActionCatalogue limited =
        catalogue(PARAMETERS, List.of(), 30, new Guardrails(2, 0, 0, false, 1, 0));
    assertThat(window(limited, 200, true, OtherChanges.NONE)).isEmpty();
    assertThat(window(limited, 200, false, new OtherChanges(1, 1))).isEmpty();
    assertThat(window(limited, Double.NaN, false, OtherChanges.NONE)).isEmpty();
    assertThat(window(limited, 200, false, new OtherChanges(0, 2))).isEmpty();
    assertThat(live(limited, 300, 0)).as("the first one, and two changes").hasSize(3);
  }

  @Test
  void aSettingThatDidHarmIsTakenBackFirst() {
    ActionCatalogue safe =
        catalogue(PARAMETERS, List.of(), 30, new Guardrails(0, 0, 1, true, 0, 0));
    Recommendation advice = window(safe, 200).orElseThrow();
    answer(advice, true, 0.6);
    Recommendation second = null;
    for (int i = 0; i < 3; i++) {
      second = window(safe, 200).orElse(second);
    }
    answer(second, true, 0.05);
    Recommendation third = null;
    for (int i = 0; i < 3; i++) {
      third = window(safe, 200).orElse(third);
    }
    assertThat(third.parameters()).isEqualTo(advice.parameters());
    assertThat(third.sentence()).endsWith(": the last setting has done harm, take it back.");
    assertThat(third.mode()).as("demoted").isEqualTo("approve");
  }

  private ObjectiveStatus status(double value) {
    return new ObjectiveStatus(
        "errors",
        "mplp",
        "mplp/context",
        now,
        value <= 1 ? ObjectiveStatus.State.MET : ObjectiveStatus.State.BREACHED,
        value,
        1,
        "percent",
        100,
        1,
        1,
        1,
        new double[4],
        false);
  }

  @Test
  void limitsAreKeptAndAScoreWaitsUntilTheyAreKnown() {
    ActionCatalogue limited = catalogue(PARAMETERS, List.of("errors"), 25, Guardrails.NONE);
    int broken = 0;
    int tried = 0;
    for (int i = 0; i < 500 && tried < 25; i++) {
      Optional<Recommendation> advice = window(limited, latency(inForce));
      if (advice.isPresent()) {
        tried++;
        inForce = proposed(advice.get());
        answer(advice.get(), true, null);
        assertThat(optimiser.nextTime().orElseThrow())
            .as("nothing but the deadline while the limit is unknown")
            .isGreaterThanOrEqualTo(now + 120_000);
      }
      if (i % 6 == 0) {
        double errors = inForce[1] < 60 ? 2 : 60 / inForce[1]; // the best ttl is beyond the limit
        broken += errors > 1 ? 1 : 0;
        optimiser.onStatus(status(errors));
      }
    }
    assertThat(tried).isEqualTo(25);
    assertThat(optimiser.best()[1]).isGreaterThanOrEqualTo(60);
    assertThat(broken).isLessThan(12);
    assertThat(latency(optimiser.best())).isLessThan(150);
  }

  @Test
  void aReportedRewardWaitsForTheLimitsToo() {
    ActionCatalogue limited = catalogue(PARAMETERS, List.of("errors"), 25, Guardrails.NONE);
    Recommendation advice = window(limited, 200).orElseThrow();
    assertThat(answer(advice, true, 0.8).learned()).isNull();
    now += 5_000;
    optimiser.onStatus(status(2));
    assertThat(optimiser.onTime(now)).as("what showed before it has settled").isEmpty();
    now += 20_000;
    assertThat(optimiser.onTime(now)).isEmpty();
    optimiser.onStatus(status(0.5));
    assertThat(optimiser.nextTime()).isPresent();
    assertThat(optimiser.onTime(now)).singleElement().extracting(Learned::reward).isEqualTo(0.8);
    assertThat(optimiser.best()).as("no limit was broken").isEqualTo(proposed(advice));
  }

  @Test
  void aRewardWhoseLimitsStayUnknownIsLearnedInTheEndAndCountsAsBroken() {
    ActionCatalogue limited = catalogue(PARAMETERS, List.of("errors"), 25, Guardrails.NONE);
    Recommendation advice = window(limited, 200).orElseThrow();
    now += 115_000;
    answer(advice, true, 0.8);
    now += 30_000; // past the deadline, but the setting has had no time to show
    assertThat(optimiser.onTime(now)).isEmpty();
    now = optimiser.nextTime().orElseThrow();
    assertThat(optimiser.onTime(now)).singleElement().extracting(Learned::reward).isEqualTo(0.8);
  }

  @Test
  void newBoundsBeginANewSearchAndANewRunningValueDoesNot() {
    live(PLAIN, 40, 0);
    List<Tuning.Parameter> moved =
        List.of(
            new Tuning.Parameter("pool", 4, 64, 20, true, true, "connections"), PARAMETERS.get(1));
    Recommendation advice = null;
    for (int i = 0; i < 15 && advice == null; i++) {
      advice = window(catalogue(moved, List.of(), 30, Guardrails.NONE), 200).orElse(null);
    }
    assertThat(advice.context()).containsEntry("current.pool", 20.0);
    assertThat(advice.sentence()).doesNotContain("trial 1 of");
    List<Tuning.Parameter> wider =
        List.of(
            new Tuning.Parameter("pool", 2, 64, 20, true, true, "connections"), PARAMETERS.get(1));
    advice = null;
    for (int i = 0; i < 15 && advice == null; i++) {
      advice = window(catalogue(wider, List.of(), 30, Guardrails.NONE), 200).orElse(null);
    }
    assertThat(advice.sentence()).contains("trial 1 of 30");
  }

  @Test
  void aRestoredOptimiserGoesOnTheSame() throws IOException {
    List<Recommendation> before = live(PLAIN, 70, 0.05);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SettingsOptimiser.CODEC.write(optimiser, new DataOutputStream(bytes));
    SettingsOptimiser original = optimiser;
    SettingsOptimiser restored =
        SettingsOptimiser.CODEC.read(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 1);
    long then = now;
    double[] setting = inForce.clone();
    List<Recommendation> left = live(PLAIN, 60, 0.05);
    now = then;
    inForce = setting;
    optimiser = restored;
    assertThat(live(PLAIN, 60, 0.05)).isEqualTo(left).isNotEmpty();
    assertThat(before).isNotEmpty();
    assertThat(restored.best()).containsExactly(original.best(), within(0.0));
  }
}
