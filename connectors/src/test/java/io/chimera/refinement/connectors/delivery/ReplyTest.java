package io.chimera.refinement.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTest {
  @Test
  void aDeadLetterQuotesTheAnswerAndALogDoesNot() {
    Reply refusal = new Reply(400, "no such field", null);
    assertThat(refusal.sentence()).isEqualTo("status 400, no such field");
    assertThat(refusal.outcome()).isEqualTo("status 400");
    assertThat(Reply.none("timeout").outcome()).isEqualTo("no answer");
  }
}
