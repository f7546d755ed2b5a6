package io.chimera.refinement.state.optimise.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RewardJoinTest {
  private final List<String> refused = new ArrayList<>();

  private static LoggedDecision decision(String optimizer, Map<String, Double> pmf) {
    return new LoggedDecision(
        "r1", optimizer, "s", "c", "cache", 10, 1, "b", pmf, List.of(), Map.of(), origin(0));
  }

  private static LoggedDecision decision() {
    return decision("bandit", Map.of("a", 0.25, "b", 0.75));
  }

  private static Origin origin(long offset) {
    return new Origin("t", 0, offset, 0, 5);
  }

  private static Outcome outcome(long offset, boolean applied, String executed, Double reward) {
    return new Outcome(
        "r1",
        applied,
        executed,
        reward,
        20,
        origin(offset),
        String.valueOf(reward).getBytes(StandardCharsets.UTF_8));
  }

  private Optional<Lesson> join(List<LoggedDecision> decisions, List<Outcome> outcomes) {
    return RewardJoin.of(decisions, outcomes, refused::add);
  }

  @Test
  void theFirstOutcomeCountsWhicheverWasReadFirst() {
    Optional<Lesson> lesson =
        join(
            List.of(decision(), decision()),
            List.of(outcome(9, true, null, 0.1), outcome(3, true, null, 0.7)));
    assertThat(lesson.orElseThrow().reward()).isEqualTo(0.7);
    assertThat(lesson.orElseThrow().executed()).isEqualTo("b");
    assertThat(refused).containsExactly(RewardJoin.REPEATED, RewardJoin.REPEATED);
  }

  @Test
  void whatWasDoneInsteadIsWhatIsLearned() {
    Lesson lesson = join(List.of(decision()), List.of(outcome(1, false, "a", 0.3))).orElseThrow();
    assertThat(lesson.drawn()).isEqualTo("b");
    assertThat(lesson.executed()).isEqualTo("a");
  }

  @Test
  void whatTeachesNothingIsCountedByReason() {
    join(List.of(), List.of(outcome(1, true, null, 0.3)));
    join(List.of(decision()), List.of());
    join(List.of(decision()), List.of(outcome(1, false, null, 0.3)));
    join(List.of(decision()), List.of(outcome(1, true, null, null)));
    join(List.of(decision("rule", Map.of("b", 1.0))), List.of(outcome(1, true, null, 0.3)));
    join(List.of(decision("bandit", Map.of("a", 1.0))), List.of(outcome(1, true, null, 0.3)));
    join(
        List.of(decision("bandit", Map.of("a", 0.5, "b", 0.7))),
        List.of(outcome(1, true, null, 0.3)));
    assertThat(refused)
        .containsExactly(
            RewardJoin.UNKNOWN_RECOMMENDATION,
            RewardJoin.NO_OUTCOME,
            RewardJoin.NOT_APPLIED,
            RewardJoin.NO_REWARD,
            RewardJoin.NOT_OF_THE_BANDIT,
            RewardJoin.BAD_PROPENSITY,
            RewardJoin.BAD_PROPENSITY);
  }
}
