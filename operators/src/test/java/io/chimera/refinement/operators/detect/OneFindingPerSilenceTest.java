package io.chimera.refinement.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AbsenceWatch;
import io.chimera.refinement.state.detect.DetectionDocument;
import io.chimera.refinement.state.detect.ExpectedReporter;
import io.chimera.refinement.state.detect.ReporterWatch;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Agent a1 falls silent after 100 s, a2 goes on; both watches see the same. */
@DisplayName("REF-ALR-01, C-000-32: one silence gives one finding, whoever watches")
class OneFindingPerSilenceTest {
  private static final long START = 1_795_248_000_000L;
  private static final AbsenceWatch.Params SEEN_BEFORE = new AbsenceWatch.Params(60_000, 3);
  private static final ControlUpdate WITHDRAWN =
      ControlUpdate.withdrawn(ControlUpdate.EXPECTED_REPORTER, "e");

  private KeyedTwoInputStreamOperatorTestHarness<String, AgentSeen, ControlUpdate, Finding> seen;
  private KeyedTwoInputStreamOperatorTestHarness<String, AgentSeen, ControlUpdate, Finding>
      declared;

  private static ControlUpdate declaration(String component, String agentId) {
    return ControlUpdate.of(
        ControlUpdate.EXPECTED_REPORTER,
        "e",
        DetectionDocument.of(new ExpectedReporter("e", "shop", component, agentId, 30_000, null)));
  }

  @BeforeEach
  void open() throws Exception {
    seen =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(
                new DetectAbsence(SEEN_BEFORE, Map.of()), List.of(HeedPolicies.CHANGES)),
            AgentSeen::key,
            null,
            Types.STRING);
    declared =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new ExpectReporters(Map.of()), AgentSeen::system, null, Types.STRING);
    for (var harness : List.of(seen, declared)) {
      harness.setup(
          EventTypes.FINDING.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      harness.setProcessingTime(START);
      harness.open();
    }
  }

  @AfterEach
  void close() throws Exception {
    seen.close();
    declared.close();
  }

  private void change(ControlUpdate update) throws Exception {
    seen.processElement2(new StreamRecord<>(update));
    declared.processElement2(new StreamRecord<>(update));
  }

  private void run(int fromSecond, int toSecond) throws Exception {
    for (int second = fromSecond; second < toSecond; second++) {
      long now = START + 1_000L * (second + 1);
      declared.setProcessingTime(now);
      if ((second + 1) % 10 != 0) {
        continue;
      }
      for (String agent : second < 100 ? List.of("a1", "a2") : List.of("a2")) {
        var sign = new StreamRecord<>(new AgentSeen("shop", "cart", agent, now), now);
        seen.processElement1(sign);
        declared.processElement1(sign);
      }
      seen.processBothWatermarks(new Watermark(now - 1));
      declared.processBothWatermarks(new Watermark(now - 1));
    }
  }

  private List<Finding> findings() {
    List<Finding> all = new ArrayList<>(seen.extractOutputValues());
    all.addAll(declared.extractOutputValues());
    return all;
  }

  @Test
  void anAgentThatIsNotDeclaredIsMissedByWhatItUsedToDo() throws Exception {
    run(0, 400);
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.series()).isEqualTo("shop/cart/a1");
              assertThat(finding.detector()).isEqualTo(AbsenceWatch.DETECTOR);
            });
  }

  @Test
  void aDeclaredAgentIsMissedByItsDeclarationAlone() throws Exception {
    change(declaration("cart", "a1"));
    run(0, 400);
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.series()).isEqualTo("shop/cart/a1");
              assertThat(finding.detector()).isEqualTo(ReporterWatch.DETECTOR);
              assertThat(finding.startedAt()).isEqualTo(START + 100_000);
              assertThat(finding.detectedAt()).isEqualTo(START + 130_000);
            });
  }

  @Test
  void aDeclaredComponentLeavesItsAgentsToWhatTheyUsedToDo() throws Exception {
    change(declaration("cart", ""));
    run(0, 400);
    assertThat(findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.series()).isEqualTo("shop/cart/a1"));
  }

  @Test
  void aDeclarationTakesASilenceOverAndGivesItBack() throws Exception {
    run(0, 200);
    change(declaration("cart", "a1"));
    assertThat(findings())
        .as("the open absence is closed by the declaration")
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
    assertThat(findings())
        .extracting(Finding::findingId)
        .containsOnly(findings().get(0).findingId());
    run(200, 300);
    assertThat(declared.extractOutputValues())
        .singleElement()
        .extracting(Finding::state)
        .isEqualTo(Finding.State.OPEN);
    change(WITHDRAWN);
    assertThat(declared.extractOutputValues())
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
    run(300, 500);
    assertThat(seen.extractOutputValues())
        .as("still silent: missed again, once")
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED, Finding.State.OPEN);
  }

  @Test
  void aSilenceThatOutlastsItsDeclarationIsMissedAsBefore() throws Exception {
    change(declaration("cart", "a1"));
    run(0, 200);
    change(WITHDRAWN);
    run(200, 400);
    assertThat(declared.extractOutputValues())
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
    assertThat(seen.extractOutputValues())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.state()).isEqualTo(Finding.State.OPEN);
              assertThat(finding.detectedAt()).isEqualTo(START + 199_999);
            });
  }
}
