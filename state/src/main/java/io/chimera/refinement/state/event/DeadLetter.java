package io.chimera.refinement.state.event;

import java.util.Map;

/**
 * An element that the pipeline refused, with enough to repair and resend it.
 *
 * @param reason the rule it broke
 * @param detail one sentence: field, rule, value
 * @param origin where it came from
 * @param timestampMillis event time if known, else the time of the Kafka record
 * @param payload the element's bytes, cut at {@link #MAX_PAYLOAD_BYTES}
 * @param payloadSize its full length in bytes
 * @param payloadTruncated whether {@code payload} was cut
 * @param payloadSha256 hexadecimal SHA-256 of the full bytes
 * @param headers headers of the Kafka record, values as UTF-8
 */
public record DeadLetter(
    Reason reason,
    String detail,
    Origin origin,
    long timestampMillis,
    byte[] payload,
    int payloadSize,
    boolean payloadTruncated,
    String payloadSha256,
    Map<String, String> headers) {
  /** A base64 text of this size stays below the producer's 1 MB request limit. */
  public static final int MAX_PAYLOAD_BYTES = 256 * 1024;

  /**
   * Header of a recommendation that was not delivered: who should have got it. Part of the letter's
   * id, since one record may be undelivered to several.
   */
  public static final String SUBSCRIBER = "refinement_subscriber";

  /** A dead letter for {@code payload}, cut and hashed as the contract says. */
  public static DeadLetter of(
      Reason reason,
      String detail,
      Origin origin,
      long timestampMillis,
      byte[] payload,
      Map<String, String> headers) {
    boolean cut = payload.length > MAX_PAYLOAD_BYTES;
    return new DeadLetter(
        reason,
        detail,
        origin,
        timestampMillis,
        cut ? java.util.Arrays.copyOf(payload, MAX_PAYLOAD_BYTES) : payload,
        payload.length,
        cut,
        Digests.sha256Hex(payload),
        headers);
  }
}
