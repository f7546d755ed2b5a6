package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Origin;
import java.io.IOException;

/** A dead letter as the contract's section 2 writes it; the reason keeps its capitals. */
final class DeadLetterJson {
  private DeadLetterJson() {}

  static void write(DeadLetter letter, JsonOut out) throws IOException {
    Origin origin = letter.origin();
    out.text("reason", letter.reason().name());
    out.text("detail", letter.detail());
    out.text("topic", origin.topic());
    out.whole("partition", origin.partition());
    out.whole("offset", origin.offset());
    out.whole("index", origin.index());
    out.whole("timestamp", letter.timestampMillis());
    out.base64("payload", letter.payload());
    out.whole("payloadSize", letter.payloadSize());
    out.flag("payloadTruncated", letter.payloadTruncated());
    out.text("payloadSha256", letter.payloadSha256());
    out.texts("headers", letter.headers());
  }
}
