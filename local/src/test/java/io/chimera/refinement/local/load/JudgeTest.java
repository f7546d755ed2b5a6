package io.chimera.refinement.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.yaml.LoadProfile;
import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Measure;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.local.load.Verdict.State;
import io.chimera.refinement.local.observe.LatencyBuckets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is met, what is missed, and of what nothing can be said. */
class JudgeTest {
  private static final LoadProfile PROFILE =
      Packs.read(Path.of("../packs/refinement/profiles.yaml")).loadProfiles().get(0);
  private static final LoadPlan PLAN = new LoadPlan(PROFILE, "", 1, 60, 1);
  private static final AuditCoverage.Ledger WHOLE =
      new AuditCoverage.Ledger(1_000, List.of(990L, 10L, 0L, 0L, 0L, 0L), true, 0, 0);
  private static final ObjectiveStates.Seen MET = new ObjectiveStates.Seen(3, 0, 0, 10, 9, 40);
  private static final ObjectiveStates.Seen BREACHED =
      new ObjectiveStates.Seen(3, 1, 0, 600, 9, 40);
  private static final ObjectiveStates.Seen NO_DEMAND =
      new ObjectiveStates.Seen(0, 0, 3, 10, 9, 40);

  private static LatencyBuckets all(double millis) {
    LatencyBuckets buckets = new LatencyBuckets();
    buckets.add(millis, 1_000);
    return buckets;
  }

  private static LoadFacts facts(
      long onTime,
      boolean stopped,
      LatencyBuckets accepting,
      AuditCoverage.Ledger ledger,
      Map<String, OptionalDouble> recoveries,
      Map<String, ObjectiveStates.Seen> objectives) {
    return new LoadFacts(
        PLAN,
        PLAN.schedule(),
        0,
        60,
        stopped,
        new EventClock(0, 60_000, 1),
        new LoadTally.Counts(1_000, 1_000, 0, 0, 0, 0, 0, ""),
        List.of(new LoadTally.PhaseCounts(0, 1_000, 1_000, onTime)),
        all(4),
        accepting,
        ledger,
        ledger.isComplete() ? OptionalDouble.of(61) : OptionalDouble.empty(),
        recoveries,
        OptionalDouble.of(50),
        OptionalDouble.empty(),
        objectives,
        List.of());
  }

  private static LoadFacts good() {
    return facts(1_000, false, all(20), WHOLE, Map.of(), Map.of());
  }

  private static Verdict judge(LoadFacts facts, Measure measure, double limit, String... names) {
    return new Judge(facts, List.of(new Criterion(measure, limit, Arrays.asList(names))))
        .verdicts()
        .get(1);
  }

  @Test
  void latencyCountsFromWhenAReportIsDue() {
    assertThat(judge(good(), Measure.ACCEPTED_LATENCY_P95, 100).state()).isEqualTo(State.MET);
    assertThat(judge(good(), Measure.ACCEPTED_LATENCY_P95, 24).state())
        .as("20 ms and 4 ms may fall together")
        .isEqualTo(State.UNKNOWN);
    assertThat(judge(good(), Measure.ACCEPTED_LATENCY_P95, 20).state()).isEqualTo(State.MISSED);
  }

  @Test
  @DisplayName("C-000-09: the limit without a percentile holds for the median at least")
  void theMedianHasALimitOfItsOwn() {
    LoadFacts facts = good();
    assertThat(judge(facts, Measure.ACCEPTED_LATENCY_P50, 100).state()).isEqualTo(State.MET);
    Verdict missed = judge(facts, Measure.ACCEPTED_LATENCY_P50, 20);
    assertThat(missed.state()).isEqualTo(State.MISSED);
    assertThat(missed.criterion()).isEqualTo("acceptedLatencyP50Millis");
    assertThat(missed.reason()).startsWith("p50 ");
  }

  @Test
  void nothingIsMetWithoutAFigure() {
    AuditCoverage.Ledger silence =
        new AuditCoverage.Ledger(0, List.of(0L, 0L, 0L, 0L, 0L, 0L), false, 1_000, 0);
    LoadFacts blind =
        facts(
            1_000,
            false,
            new LatencyBuckets(),
            silence,
            Map.of("spike", OptionalDouble.empty()),
            Map.of("cart-p95", ObjectiveStates.Seen.NOTHING));
    for (Measure measure : Measure.values()) {
      if (measure != Measure.RESOURCES_AVERAGE) {
        Verdict verdict = judge(blind, measure, 1e6, "cart-p95");
        assertThat(verdict.state()).as(measure.field()).isEqualTo(State.UNKNOWN);
        assertThat(verdict.reason()).as(measure.field()).isNotBlank();
      }
    }
  }

  @Test
  void whatIsNotReadYetIsNoLossAndWhatHasNoVerdictIs() {
    assertThat(judge(good(), Measure.LOSS, 0).state()).isEqualTo(State.MET);
    AuditCoverage.Ledger behind = new AuditCoverage.Ledger(500, WHOLE.verdicts(), true, 500, 0);
    AuditCoverage.Ledger lost = new AuditCoverage.Ledger(1_000, WHOLE.verdicts(), true, 0, 3);
    assertThat(
            judge(facts(1_000, false, all(20), behind, Map.of(), Map.of()), Measure.LOSS, 0)
                .state())
        .isEqualTo(State.UNKNOWN);
    assertThat(
            judge(facts(1_000, false, all(20), lost, Map.of(), Map.of()), Measure.LOSS, 0).state())
        .isEqualTo(State.MISSED);
  }

  @Test
  void nothingIsFreeOfLossUnlessTheWholeLoadIsAccepted() {
    AuditCoverage.Ledger late =
        new AuditCoverage.Ledger(1_000, List.of(0L, 0L, 1_000L, 0L, 0L, 0L), true, 0, 0);
    Verdict refused =
        judge(facts(1_000, false, all(20), late, Map.of(), Map.of()), Measure.LOSS, 0);
    assertThat(refused.state()).isEqualTo(State.UNKNOWN);
    assertThat(refused.reason()).contains("1000 late", "shared with others");
    AuditCoverage.Ledger fewer =
        new AuditCoverage.Ledger(999, List.of(999L, 0L, 0L, 0L, 0L, 0L), true, 0, 0);
    Verdict unheard =
        judge(facts(1_000, false, all(20), fewer, Map.of(), Map.of()), Measure.LOSS, 0);
    assertThat(unheard.state()).isEqualTo(State.UNKNOWN);
    assertThat(unheard.reason())
        .isEqualTo("the audit topic knows 999 reports, the broker acknowledged 1000");
    assertThat(
            new Judge(
                    with(good(), new LoadTally.Counts(1_000, 997, 1, 2, 0, 0, 0, "x"), List.of()),
                    PROFILE.criteria())
                .verdicts())
        .filteredOn(verdict -> verdict.criterion().equals("loss"))
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.state()).isEqualTo(State.UNKNOWN);
              assertThat(verdict.reason())
                  .isEqualTo("1 reports did not reach the broker, of 2 that is unknown");
            });
  }

  private static LoadFacts with(LoadFacts facts, LoadTally.Counts counts, List<String> blindness) {
    return new LoadFacts(
        facts.plan(),
        facts.schedule(),
        facts.startMillis(),
        facts.seconds(),
        facts.stopped(),
        facts.clock(),
        counts,
        facts.phases(),
        facts.sending(),
        facts.accepting(),
        facts.ledger(),
        facts.settledSeconds(),
        facts.recoveries(),
        facts.meanUse(),
        facts.peakUse(),
        facts.objectives(),
        blindness);
  }

  @Test
  void partialEvidenceProvesNothing() {
    LoadFacts blind = with(good(), good().counts(), List.of("refinement.audit"));
    assertThat(new Judge(blind, PROFILE.criteria()).verdicts())
        .extracting(Verdict::state)
        .containsExactly(State.MET, State.UNKNOWN, State.UNKNOWN);
    assertThat(judge(blind, Measure.RESOURCES_AVERAGE, 99).reason())
        .isEqualTo("not everything could be read: refinement.audit");
    assertThat(judge(blind, Measure.RESOURCES_AVERAGE, 9).state()).isEqualTo(State.MISSED);
    AuditCoverage.Ledger behind = new AuditCoverage.Ledger(500, WHOLE.verdicts(), true, 500, 0);
    assertThat(
            judge(
                    facts(1_000, false, all(20), behind, Map.of(), Map.of()),
                    Measure.ACCEPTED_LATENCY_P95,
                    100)
                .state())
        .isEqualTo(State.UNKNOWN);
  }

  @Test
  void sendingIsJudgedApartFromTheProduct() {
    assertThat(report(with(good(), good().counts(), List.of("refinement.audit"))).isSent())
        .isTrue();
    assertThat(report(facts(900, false, all(20), WHOLE, Map.of(), Map.of())).isSent()).isFalse();
    assertThat(report(facts(500, true, all(20), WHOLE, Map.of(), Map.of())).isSent())
        .as("stopped")
        .isTrue();
    assertThat(
            report(with(good(), new LoadTally.Counts(1_000, 999, 0, 1, 0, 0, 0, "x"), List.of()))
                .isSent())
        .isFalse();
  }

  private static LoadReport report(LoadFacts facts) {
    return new LoadReport(facts, new Judge(facts, PROFILE.criteria()).verdicts());
  }

  @Test
  void aLoadThatWasNotOfferedProvesNothing() {
    LoadFacts slow = facts(900, false, all(20), WHOLE, Map.of(), Map.of());
    assertThat(new Judge(slow, PROFILE.criteria()).verdicts())
        .extracting(Verdict::state)
        .containsExactly(State.MISSED, State.UNKNOWN, State.UNKNOWN);
    LoadReport stopped =
        new LoadReport(
            facts(500, true, all(20), WHOLE, Map.of(), Map.of()),
            new Judge(facts(500, true, all(20), WHOLE, Map.of(), Map.of()), PROFILE.criteria())
                .verdicts());
    assertThat(stopped.isMissed()).isFalse();
    assertThat(stopped.isPassed()).isFalse();
  }

  @Test
  @DisplayName("the demand guard: a floor that nobody asked for is not met")
  void objectivesAreMetOnlyWhenEachIsShown() {
    assertThat(objectives(Map.of("cart-p95", MET, "cart-p99", MET)).state()).isEqualTo(State.MET);
    assertThat(objectives(Map.of("cart-p95", MET, "cart-rate", NO_DEMAND)))
        .satisfies(
            verdict -> {
              assertThat(verdict.state()).isEqualTo(State.UNKNOWN);
              assertThat(verdict.reason()).isEqualTo("not shown: cart-rate (no demand)");
            });
    assertThat(objectives(Map.of("cart-p95", BREACHED, "cart-rate", NO_DEMAND)).reason())
        .isEqualTo("breached: cart-p95");
    assertThat(objectives(Map.of("other", MET)).state()).isEqualTo(State.UNKNOWN);
    LoadFacts facts = facts(1_000, false, all(20), WHOLE, Map.of(), Map.of("cart-p95", BREACHED));
    assertThat(judge(facts, Measure.VALUE, 601, "cart-p95").state()).isEqualTo(State.MET);
    assertThat(judge(facts, Measure.VALUE, 600, "cart-p95").state()).isEqualTo(State.MISSED);
  }

  private static Verdict objectives(Map<String, ObjectiveStates.Seen> seen) {
    return judge(
        facts(1_000, false, all(20), WHOLE, Map.of(), seen), Measure.OBJECTIVES, 0, "cart-*");
  }

  @Test
  @DisplayName("REF-LST-03: back is lag below 1 s and p95 below 200 ms")
  void recoveryIsWhenLagAndLatencyAreBack() {
    Recoveries seconds = after(10_000, Long.MAX_VALUE);
    Recoveries cutShort = after(10_000, 19_000);
    for (int second = 0; second < 20; second++) {
      long at = 10_000 + second * 1_000L;
      for (Recoveries each : List.of(seconds, cutShort)) {
        each.lag(at, second < 5 ? 4 : 0.2);
        each.latency(at, all(second < 8 ? 900 : 50));
      }
    }
    assertThat(seconds.seconds().get("spike")).hasValue(8);
    assertThat(cutShort.seconds().get("spike")).as("the next spike came first").isEmpty();
    Recoveries gap = after(10_000, Long.MAX_VALUE);
    for (int second = 0; second < 9; second++) {
      long at = 10_000 + second * 1_000L;
      if (second != 2) {
        gap.lag(at, 0.2);
      }
      if (second != 4 && second != 5) {
        gap.latency(at, all(50));
      }
    }
    assertThat(gap.seconds().get("spike")).as("half a second is none").hasValue(6);
    Recoveries missing = after(10_000, Long.MAX_VALUE);
    for (int second : new int[] {0, 1, 3, 4, 6, 7, 8}) {
      missing.lag(10_000 + second * 1_000L, 0.2);
      missing.latency(10_000 + second * 1_000L, all(50));
    }
    assertThat(missing.seconds().get("spike")).as("three in a row").hasValue(6);
    LoadFacts facts =
        facts(1_000, false, all(20), WHOLE, Map.of("spike", OptionalDouble.of(8)), Map.of());
    assertThat(judge(facts, Measure.RECOVERY, 120).state()).isEqualTo(State.MET);
    assertThat(judge(facts, Measure.RECOVERY, 8).state()).isEqualTo(State.MISSED);
  }

  private static Recoveries after(long endMillis, long untilMillis) {
    return new Recoveries(List.of(new Spike("spike", endMillis, untilMillis)));
  }

  @Test
  void onlyTheTimeAfterASpikeIsKeptHoweverLongTheLoad() {
    Recoveries day = after(10_000, 910_000);
    Recoveries steady = new Recoveries(List.of());
    for (long at = 0; at < 86_400_000; at += 10_000) {
      day.latency(at, all(50));
      day.lag(at, 0.2);
      steady.latency(at, all(50));
    }
    assertThat(day.size()).isEqualTo(90);
    assertThat(steady.size()).isZero();
    assertThat(steady.seconds()).isEmpty();
  }

  @Test
  void aPartitionIsKnownByAnyOfItsRows() throws Exception {
    AuditCoverage audit = new AuditCoverage("kpi");
    audit.accept(row(0, 0, 5_000, false, 10, 10));
    assertThat(audit.unknown(Map.of(0, 9_000L, 1, 1L, 2, 0L))).isEqualTo(1);
  }

  @Test
  void theLedgerIsWholeWhenEveryOffsetOfTheRunHasItsVerdict() throws Exception {
    AuditCoverage audit = new AuditCoverage("kpi");
    audit.accept(row(0, 0, 5_000, false, 10, 10));
    audit.begin();
    Map<Integer, LoadTally.Offsets> run = Map.of(0, new LoadTally.Offsets(10, 5_009));
    assertThat(audit.ledger(run).heard()).isFalse();
    audit.accept(row(0, 0, 5_000, true, 5_000, 5_000));
    assertThat(audit.ledger(run).unread()).isEqualTo(10);
    audit.accept(row(0, 5_000, 10_000, false, 10, 9));
    assertThat(audit.ledger(run).isComplete()).isFalse();
    assertThat(audit.ledger(run).unjudged()).isEqualTo(1);
    audit.accept(row(0, 5_000, 10_000, false, 12, 12));
    assertThat(audit.ledger(run).isComplete()).isTrue();
    assertThat(audit.ledger(run).reports()).isEqualTo(5_002);
  }

  private static JsonNode row(
      int partition, long from, long to, boolean complete, long records, long accepted)
      throws Exception {
    return new ObjectMapper()
        .readTree(
            """
            {"topic":"kpi","partition":%d,"fromOffset":%d,"toOffset":%d,"complete":%b,"records":%d,"reports":%d,
             "accepted":%d,"duplicate":0,"late":0,"future":0,"rejected":0,"quarantined":0}
            """
                .formatted(partition, from, to, complete, records, records, accepted));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theBoundsHoldWhateverBelongsTogether(long seed) {
    Random random = new Random(seed);
    double[] first = random.doubles(2_000).map(each -> 1 - 20 * Math.log(each)).toArray();
    double[] second = random.doubles(2_000).map(each -> 1 - 50 * Math.log(each)).toArray();
    if (seed % 2 == 0) {
      Arrays.sort(first);
      Arrays.sort(second);
    }
    LatencyBuckets one = new LatencyBuckets();
    LatencyBuckets other = new LatencyBuckets();
    double[] sums = new double[first.length];
    for (int i = 0; i < sums.length; i++) {
      one.observe(first[i]);
      other.observe(second[i]);
      sums[i] = first[i] + second[i];
    }
    Arrays.sort(sums);
    double p95 = sums[(int) (0.95 * sums.length) - 1];
    CombinedLatency bounds = CombinedLatency.of(one, other, 0.95, 1);
    // A bucket is 2 % wide.
    assertThat(p95).isBetween(bounds.lower() / 1.02, bounds.upper());
    CombinedLatency median = CombinedLatency.of(one, other, 0.5, 1);
    assertThat(sums[sums.length / 2 - 1]).isBetween(median.lower() / 1.02, median.upper());
    LatencyBuckets shared = new LatencyBuckets();
    shared.add(other);
    shared.add(seed % 3 == 0 ? 1 : 5_000, 3L * sums.length);
    CombinedLatency wider = CombinedLatency.of(one, shared, 0.95, 0.25);
    assertThat(p95)
        .as("three of four are of others")
        .isBetween(wider.lower() / 1.02, wider.upper());
  }

  @Test
  void theReportSaysEverythingToMachinesAndPeople() throws Exception {
    LoadFacts facts = good();
    LoadReport report = new LoadReport(facts, new Judge(facts, PROFILE.criteria()).verdicts());
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.path("passed").asBoolean()).isTrue();
    assertThat(json.path("profile").asText()).isEqualTo("ref-baseline");
    assertThat(json.path("criteria").findValuesAsText("criterion"))
        .containsExactly("offered", "acceptedLatencyP95Millis", "loss");
    assertThat(json.path("phases").get(0).path("offeredPerSecond").asDouble())
        .isBetween(16.6, 16.7);
    assertThat(json.path("ledger").path("complete").asBoolean()).isTrue();
    assertThat(String.join("\n", report.page())).contains("criterion", "met", "990 accepted");
  }
}
