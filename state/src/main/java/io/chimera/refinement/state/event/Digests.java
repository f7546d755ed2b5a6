package io.chimera.refinement.state.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Deterministic ids and fingerprints: the same fields give the same id on every machine, in every
 * run.
 */
public final class Digests {
  /** Namespace of all ids of this product: UUIDv5 of the DNS name {@code refinement.chimera.io}. */
  public static final UUID NAMESPACE = UUID.fromString("083d0aee-33d0-5292-bd7d-e17c817cc020");

  private Digests() {}

  /** UUIDv5 (RFC 9562, section 5.5) over {@code fields} joined by {@code |}. */
  public static String uuid5(Object... fields) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < fields.length; i++) {
      name.append(i == 0 ? "" : "|").append(fields[i]);
    }
    MessageDigest sha1 = digest("SHA-1");
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .flip());
    ByteBuffer hash =
        ByteBuffer.wrap(sha1.digest(name.toString().getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  public static String sha256Hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
  }

  /**
   * A well-mixed 64-bit value of {@code value} (Stafford 2011, variant 13: the finaliser of
   * SplitMix64).
   */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Folds the text into the running 64-bit hash; order matters, and so do the borders between
   * texts.
   */
  public static long fold(long hash, String text) {
    long h = hash ^ (0x9E3779B97F4A7C15L * (text.length() + 1));
    long word = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      word = (word << 16) | text.charAt(i);
      if ((i & 3) == 3) {
        h = mix(h ^ word);
        word = 0;
      }
    }
    return mix(h ^ word);
  }

  /** Folds the number into the running 64-bit hash. */
  public static long fold(long hash, long value) {
    return mix(hash ^ (value * 0x9E3779B97F4A7C15L));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(
          "Cannot find " + algorithm + ": every Java platform has it", e);
    }
  }
}
