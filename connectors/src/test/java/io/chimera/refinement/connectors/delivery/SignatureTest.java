package io.chimera.refinement.connectors.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("REF-L7-04: webhooks are signed")
class SignatureTest {

  /** RFC 4231, test case 2; GitHub, "Validating webhook deliveries". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Jefe|what do ya want for"
            + " nothing?|5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "It's a Secret to Everybody|Hello,"
            + " World!|757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
      })
  void theCodeIsThatOfPublishedVectors(String secret, String message, String code) {
    assertThat(new Signature(secret).code(message.getBytes(UTF_8)))
        .asHexString()
        .isEqualToIgnoringCase(code);
  }

  @Test
  void timeAndBodyAreBothSigned() {
    Signature signature = new Signature("Jefe");
    String signed = signature.of(1_795_248_000, "{}".getBytes(UTF_8));
    assertThat(signed)
        .isEqualTo(
            "sha256=" + HexFormat.of().formatHex(signature.code("1795248000.{}".getBytes(UTF_8))));
    assertThat(signature.of(1_795_248_001, "{}".getBytes(UTF_8))).isNotEqualTo(signed);
    assertThat(signature.of(1_795_248_000, "[]".getBytes(UTF_8))).isNotEqualTo(signed);
    assertThat(signature.of(1_795_248_000, "{}".getBytes(UTF_8))).isEqualTo(signed);
  }
}
