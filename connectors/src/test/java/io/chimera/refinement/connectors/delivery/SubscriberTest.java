package io.chimera.refinement.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriberTest {

  @ParameterizedTest
  @ValueSource(strings = {"http://a", "https://a.example:8443/x/y?z=1", "HTTP://[::1]:80/"})
  void addressesOfTheWebAreTaken(String url) {
    assertThat(Samples.rest(url).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.example",
        "ftp://a",
        "file:///etc/passwd",
        "http:///x",
        "http://user:secret@a",
        "http://a/#x",
        "http://a b",
        "http://a:99999/"
      })
  void othersAreRefused(String url) {
    assertThatThrownBy(() -> Samples.rest(url))
        .hasMessage(
            "url must be an http or https address with a host, without user and fragment, was "
                + url.replace("user:secret", "******"));
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
                    Subscriber.Requests.DEFAULT))
        .hasMessage("secret must be at least 16 characters, was 5 characters");
  }
}
