package io.chimera.refinement.operators.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Severity;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-ALR-07: one incident, one page")
class GroupAlertsTest {
  private static final long MINUTE = 60_000;

  private KeyedOneInputStreamOperatorTestHarness<String, Alert, Alert> harness;

  @BeforeEach
  void open() throws Exception {
    open(null);
  }

  private void open(OperatorSubtaskState state) throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new GroupAlerts()), GroupAlerts::system, Types.STRING);
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static Alert alert(
      String rule, String subject, Alert.State state, long firedAt, long changedAt, String action) {
    return new Alert(
        Alert.id(rule, subject, firedAt),
        rule,
        subject,
        state,
        Severity.CRITICAL,
        action,
        firedAt,
        changedAt,
        0,
        1,
        0,
        "",
        subject,
        List.of(),
        "");
  }

  private static Alert firing(String rule, String subject, long at) {
    return alert(rule, subject, Alert.State.FIRING, at, at, "page_oncall");
  }

  private static Alert resolved(String rule, String subject, long firedAt, long at) {
    return alert(rule, subject, Alert.State.RESOLVED, firedAt, at, "page_oncall");
  }

  /** Alerts in this order, then event time up to the newest of them. */
  private List<Alert> after(Alert... alerts) throws Exception {
    int before = harness.extractOutputValues().size();
    long end = 0;
    for (Alert alert : alerts) {
      harness.processElement(new StreamRecord<>(alert));
      end = Math.max(end, alert.changedAt());
    }
    harness.processWatermark(new Watermark(end - 1));
    List<Alert> all = harness.extractOutputValues();
    return all.subList(before, all.size());
  }

  @Test
  void whatFiresWhileSomethingFiresJoinsItAndCallsNobodyAgain() throws Exception {
    Alert first = after(firing("latency", "shop/cart", MINUTE)).get(0);
    Alert second = after(firing("errors", "shop/pay", 2 * MINUTE)).get(0);
    assertThat(first.action()).isEqualTo("page_oncall");
    assertThat(second.action()).isEqualTo("notify");
    assertThat(second.group()).isEqualTo(first.group()).isNotEmpty();
  }

  @Test
  void theIncidentOutlivesItsFirstAlertAndItsTail() throws Exception {
    Alert first = after(firing("latency", "shop/cart", MINUTE)).get(0);
    after(firing("errors", "shop/pay", 2 * MINUTE));
    Alert over = after(resolved("latency", "shop/cart", MINUTE, 20 * MINUTE)).get(0);
    assertThat(over.group()).isEqualTo(first.group());
    Alert third = after(firing("queue", "shop/mail", 21 * MINUTE)).get(0);
    assertThat(third.group()).as("one still fires").isEqualTo(first.group());
    after(
        resolved("errors", "shop/pay", 2 * MINUTE, 22 * MINUTE),
        resolved("queue", "shop/mail", 21 * MINUTE, 23 * MINUTE));
    Alert soon = after(firing("latency", "shop/cart", 27 * MINUTE)).get(0);
    assertThat(soon.group()).as("within five minutes").isEqualTo(first.group());
    assertThat(soon.action()).isEqualTo("notify");
    after(resolved("latency", "shop/cart", 27 * MINUTE, 28 * MINUTE));
    Alert later = after(firing("latency", "shop/cart", 34 * MINUTE)).get(0);
    assertThat(later.group()).as("another incident").isNotEqualTo(first.group());
    assertThat(later.action()).isEqualTo("page_oncall");
  }

  @Test
  void ofThoseThatFireAtOnceTheGravestPagesWhateverTheirOrder() throws Exception {
    Alert minor =
        new Alert(
            "a-minor",
            "minor",
            "shop/cart",
            Alert.State.FIRING,
            Severity.WARNING,
            "page_oncall",
            MINUTE,
            MINUTE,
            0,
            1,
            0,
            "",
            "",
            List.of(),
            "");
    harness.processWatermark(new Watermark(MINUTE - 10_000));
    List<Alert> out = after(minor, firing("major", "shop/pay", MINUTE));
    assertThat(out).extracting(Alert::rule).containsExactly("major", "minor");
    assertThat(out).extracting(Alert::action).containsExactly("page_oncall", "notify");
  }

  @Test
  void anAlertThatAsksForNobodyLeavesThePageToTheNext() throws Exception {
    after(alert("warm", "shop/cart", Alert.State.FIRING, MINUTE, MINUTE, "scale_up"));
    assertThat(after(firing("errors", "shop/pay", 2 * MINUTE)))
        .extracting(Alert::action)
        .containsExactly("page_oncall");
  }

  @Test
  void systemsHaveIncidentsOfTheirOwn() throws Exception {
    Alert shop = after(firing("latency", "shop/cart", MINUTE)).get(0);
    Alert bank = after(firing("latency", "bank/cart", MINUTE + 1)).get(0);
    assertThat(bank.group()).isNotEqualTo(shop.group());
    assertThat(bank.action()).isEqualTo("page_oncall");
  }

  @Test
  void aRestartPagesNobodyAgain() throws Exception {
    Alert first = after(firing("latency", "shop/cart", MINUTE)).get(0);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    open(state);
    Alert second = after(firing("errors", "shop/pay", 2 * MINUTE)).get(0);
    assertThat(second.group()).isEqualTo(first.group());
    assertThat(second.action()).isEqualTo("notify");
  }
}
