package io.chimera.refinement.connectors.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeParserTest {
  private static final String GOOD =
      "{\"recommendationId\":\"r-1\",\"applied\":true,\"executedAction\":\"scale_out\",\"reward\":0.7,\"observedAt\":1795248060000}";

  private final OutcomeParser parser = new OutcomeParser(Limits.CONTRACT);

  @Test
  void everyFieldArrives() {
    Outcome outcome = parse("\uFEFF " + GOOD + "\n").outcome();

    assertThat(outcome.recommendationId()).isEqualTo("r-1");
    assertThat(outcome.applied()).isTrue();
    assertThat(outcome.executedAction()).isEqualTo("scale_out");
    assertThat(outcome.reward()).isEqualTo(0.7);
    assertThat(outcome.observedAt()).isEqualTo(1_795_248_060_000L);
    assertThat(outcome.origin()).isEqualTo(Parsed.ORIGIN);
    assertThat(outcome.payload()).isEqualTo(GOOD.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"recommendationId\":\"r-1\",\"applied\":true,\"observedAt\":\"2026-11-21T08:01:00Z\"}",
        "{\"recommendationId\":\"r-1\",\"applied\":true,\"observedAt\":1795248060000,\"reward\":null,\"executedAction\":null}"
      })
  void rewardAndActionMayBeLeftUnsaid(String value) {
    Outcome outcome = parse(value).outcome();

    assertThat(outcome.reward()).isNull();
    assertThat(outcome.executedAction()).isNull();
    assertThat(outcome.observedAt()).isEqualTo(1_795_248_060_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "INVALID_REWARD|0.7|1.01",
        "INVALID_REWARD|0.7|-0.1",
        "INVALID_REWARD|0.7|NaN",
        "INVALID_REWARD|0.7|1e999",
        "WRONG_TYPE|0.7|\"0.7\"",
        "WRONG_TYPE|true|1",
        "WRONG_TYPE|\"r-1\"|1",
        "WRONG_TYPE|\"scale_out\"|{}",
        "INVALID_NAME|r-1|",
        "INVALID_TIMESTAMP|1795248060000|0",
        "INVALID_TIMESTAMP|1795248060000|\"now\"",
        "MISSING_FIELD|\"recommendationId\"|\"other\"",
        "MISSING_FIELD|\"applied\"|\"other\"",
        "MISSING_FIELD|\"observedAt\"|\"other\"",
        "DUPLICATE_FIELD|\"executedAction\"|\"applied\"",
        "MALFORMED_JSON|}|",
        "MALFORMED_JSON|}|}}",
        "WRONG_TYPE|{|[{",
        "NON_FINITE_VALUE|{|{\"x\":NaN,"
      })
  void aBadOutcomeIsRefusedWithItsReason(Reason reason, String part, String replacement) {
    InboundOutcome parsed = parse(GOOD.replace(part, replacement == null ? "" : replacement));

    assertThat(parsed.isOutcome()).isFalse();
    assertThat(parsed.rejected().reason()).isEqualTo(reason);
    assertThat(parse(GOOD).isOutcome()).isTrue();
  }

  @Test
  void whatHoldsNoTextHasItsReasonToo() {
    assertThat(parser.parse(null, Parsed.ORIGIN, () -> Parsed.HEADERS).rejected().reason())
        .isEqualTo(Reason.EMPTY);
    assertThat(parse(" \n").rejected().reason()).isEqualTo(Reason.EMPTY);
    assertThat(
            parser
                .parse(new byte[] {'{', (byte) 0xFF, '}'}, Parsed.ORIGIN, () -> Parsed.HEADERS)
                .rejected()
                .reason())
        .isEqualTo(Reason.NOT_UTF8);
    assertThat(parse(" ".repeat(1 << 20) + GOOD).rejected().reason()).isEqualTo(Reason.TOO_LARGE);
  }

  private InboundOutcome parse(String value) {
    return parser.parse(
        value.getBytes(StandardCharsets.UTF_8), Parsed.ORIGIN, () -> Parsed.HEADERS);
  }
}
