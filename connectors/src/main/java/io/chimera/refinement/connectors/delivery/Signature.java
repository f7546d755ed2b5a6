package io.chimera.refinement.connectors.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 over time and body, so that a receiver knows who sent a webhook and can refuse one
 * that somebody repeats later. Source: RFC 2104; FIPS 198-1. Not thread-safe.
 */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;

  Signature(String secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "Cannot sign webhooks: " + e.getMessage() + "; every Java 17 knows " + ALGORITHM, e);
    }
  }

  /** {@code sha256=} and the hexadecimal code of {@code <seconds>.<body>}. */
  String of(long epochSeconds, byte[] body) {
    mac.update((epochSeconds + ".").getBytes(UTF_8));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
  }

  /** The bare code of a message. */
  byte[] code(byte[] message) {
    return mac.doFinal(message);
  }
}
