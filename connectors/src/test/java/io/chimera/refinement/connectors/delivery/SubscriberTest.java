package io.chimera.refinement.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriberTest {

  @ParameterizedTest
  @ValueSource(strings = {"http://a", "https://a.example:8443/x/y?z=1", "HTTP://[::1]:80/"})
  void addressesOfTheWebAreTaken(String url) {
    assertThat(Samples.rest(url).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "'', something else",
    "a.example, something else",
    "ftp://a, ftp://a",
    "file:///etc/passwd, something else",
    "http:///x, something else",
    "http://user:secret@a, http://a",
    "http://user:sec/ret@a, something else",
    "http://a/secret?token=secret#x, http://a",
    "http://a b, something else",
    "http://a:99999/, http://a"
  })
  void othersAreRefusedAndOnlySchemeAndHostAreShown(String url, String shown) {
    assertThatThrownBy(() -> Samples.rest(url))
        .hasMessage(
            "url must be an http or https address with a host, without user and fragment, was "
                + shown);
  }

  @Test
  void aWebhookNeedsASecretThatCannotBeGuessed() {
    assertThatThrownBy(
            () ->
                new Subscriber(
                    "x",
                    Protocol.WEBHOOK,
                    "http://a",
                    "short",
                    "",
                    Interest.EVERYTHING,
                    Subscriber.Requests.DEFAULT,
                    DeliveryPolicy.DEFAULT))
        .hasMessage("secret must be at least 16 characters, was 5 characters");
  }
}
