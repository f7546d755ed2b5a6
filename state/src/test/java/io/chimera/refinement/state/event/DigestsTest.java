package io.chimera.refinement.state.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DigestsTest {
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  /**
   * The steps of RFC 9562, section 5.5, byte by byte; the first check is the example of its
   * appendix A.4.
   */
  @Test
  void theNamespaceIsTheUuidOfTheProductsName() throws NoSuchAlgorithmException {
    assertThat(rfc9562(DNS, "www.example.com")).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    assertThat(Digests.NAMESPACE).isEqualTo(rfc9562(DNS, "refinement.chimera.io"));
  }

  @Test
  void anIdIsTheUuidOfItsJoinedFields() throws NoSuchAlgorithmException {
    for (String agent : new String[] {"agent-1", "größe", "a|b", ""}) {
      assertThat(Digests.uuid5("anomaly", agent, 1_795_248_000_000L))
          .isEqualTo(rfc9562(Digests.NAMESPACE, "anomaly|" + agent + "|1795248000000").toString());
    }
    UUID id = UUID.fromString(Digests.uuid5("x"));
    assertThat(id.version()).isEqualTo(5);
    assertThat(id.variant()).isEqualTo(2);
  }

  private static UUID rfc9562(UUID namespace, String name) throws NoSuchAlgorithmException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer input = ByteBuffer.allocate(16 + text.length);
    input
        .putLong(namespace.getMostSignificantBits())
        .putLong(namespace.getLeastSignificantBits())
        .put(text);
    byte[] hash = Arrays.copyOf(MessageDigest.getInstance("SHA-1").digest(input.array()), 16);
    hash[6] = (byte) ((hash[6] & 0x0F) | 0x50);
    hash[8] = (byte) ((hash[8] & 0x3F) | 0x80);
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  @Test
  void aHashKnowsTheBordersBetweenTexts() {
    Set<Long> hashes = new HashSet<>();
    String[][] splits = {
      {"abcd", "efgh"},
      {"abcde", "fgh"},
      {"abcdefgh", ""},
      {"", "abcdefgh"},
      {"efgh", "abcd"},
      {"abcd\0", "efgh"}
    };
    for (String[] texts : splits) {
      hashes.add(Digests.fold(Digests.fold(0, texts[0]), texts[1]));
    }
    assertThat(hashes).hasSize(splits.length);
  }

  @Test
  void aMillionIdsHaveAMillionHashes() {
    Set<Long> hashes = new HashSet<>(2_000_000);
    for (int agent = 0; agent < 100; agent++) {
      long hash = Digests.fold(0, "agent-" + agent);
      for (int report = 0; report < 10_000; report++) {
        hashes.add(Digests.fold(hash, "r-" + report));
      }
    }
    assertThat(hashes).hasSize(1_000_000);
  }

  @Test
  void theFingerprintOfAPayloadIsItsSha256() {
    assertThat(Digests.sha256Hex("abc".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
