package io.chimera.refinement.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.connectors.delivery.DeliveryPolicy;
import io.chimera.refinement.connectors.delivery.Interest;
import io.chimera.refinement.connectors.delivery.Protocol;
import io.chimera.refinement.connectors.delivery.Subscriber;
import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriberSettingsTest {
  @TempDir Path folder;

  @Test
  void withoutSubscribersThereAreNone() {
    assertThat(Settings.from(Map.of()).subscribers()).isEmpty();
  }

  @Test
  void anAddressIsEnough() {
    assertThat(
            Settings.from(Map.of("refinement.subscribers.ops.url", "http://localhost:9000/advice"))
                .subscribers())
        .containsExactly(
            new Subscriber(
                "ops",
                Protocol.REST,
                "http://localhost:9000/advice",
                "",
                "",
                Interest.EVERYTHING,
                Subscriber.Requests.DEFAULT,
                DeliveryPolicy.DEFAULT));
  }

  @Test
  void everythingCanBeSetInAFileAndTheSecretComesFromAnother() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef\n");
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            refinement:
              subscribers:
                pager:
                  url: https://pager.example/hooks/1
                  kind: webhook
                  secret: ${file:%s}
                  token: abc
                  systems: shop, mail
                  components: cart
                  optimizers: [bandit, rule]
                  modes: live
                  timeout: 2 s
                  max-in-flight: 4
                  gzip: true
                  retries: 2
                  second-round-after: 30 s
                  max-waiting: 500
                archive: {url: "http://archive"}
            """
                .formatted(secret));
    Settings settings = Settings.from(SettingsFile.read(file));
    assertThat(settings.subscribers())
        .extracting(Subscriber::name)
        .containsExactly("archive", "pager");
    assertThat(settings.subscribers().get(1))
        .isEqualTo(
            new Subscriber(
                "pager",
                Protocol.WEBHOOK,
                "https://pager.example/hooks/1",
                "0123456789abcdef",
                "abc",
                new Interest(
                    Set.of("shop", "mail"),
                    Set.of("cart"),
                    Set.of("bandit", "rule"),
                    Set.of("live")),
                new Subscriber.Requests(2_000, 4, true),
                new DeliveryPolicy(
                    new RetrySchedule.Params(List.of(1_000L, 2_000L), 0.2),
                    CircuitBreaker.Params.DEFAULT,
                    30_000,
                    500)));
    assertThat(settings.toString()).doesNotContain("0123456789abcdef", "abc", "hooks");
  }

  @Test
  void everyFaultIsReportedAtOnceWithKeyRuleAndValue() {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("refinement.subscribers.a.url", "ftp://x/hooks/1"),
            Map.entry("refinement.subscribers.a.kind", "smtp"),
            Map.entry("refinement.subscribers.a.secret", "0123456789abcdef"),
            Map.entry("refinement.subscribers.a.modes", "live,dry"),
            Map.entry("refinement.subscribers.a.timeout", "2 h"),
            Map.entry("refinement.subscribers.a.max-in-flight", "0"),
            Map.entry("refinement.subscribers.a.gzip", "yes"),
            Map.entry("refinement.subscribers.a.retries", "9"),
            Map.entry("refinement.subscribers.a.second-round-after", "soon"),
            Map.entry("refinement.subscribers.a.max-waiting", "0"),
            Map.entry("refinement.subscribers.b.kind", "webhook"),
            Map.entry("refinement.subscribers.b.secret", "short"),
            Map.entry("refinement.subscribers.b.ulr", "http://x"),
            Map.entry("refinement.subscribers.c d.url", "http://x"));
    assertThatThrownBy(() -> Settings.from(values))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            invalid ->
                assertThat(invalid.faults())
                    .containsExactlyInAnyOrder(
                        "refinement.subscribers.a.url must be an http or https address with a host,"
                            + " without user and fragment, was ftp://x",
                        "refinement.subscribers.a.kind must be one of rest, webhook, was smtp",
                        "refinement.subscribers.a.secret must be empty unless kind is webhook, was"
                            + " 16 characters",
                        "refinement.subscribers.a.modes must be of approve, control, live, shadow,"
                            + " was dry",
                        "refinement.subscribers.a.timeout must be a duration from 10 ms to 1 min,"
                            + " was 2 h",
                        "refinement.subscribers.a.max-in-flight must be from 1 to 256, was 0",
                        "refinement.subscribers.a.gzip must be one of false, true, was yes",
                        "refinement.subscribers.a.retries must be from 1 to 8, was 9",
                        "refinement.subscribers.a.second-round-after must be a duration from 1 s to"
                            + " 1 h, was soon",
                        "refinement.subscribers.a.max-waiting must be from 1 to 1000000, was 0",
                        "refinement.subscribers.b.url must be an http or https address with a host,"
                            + " without user and fragment, was empty",
                        "refinement.subscribers.b.secret must be at least 16 characters for a"
                            + " webhook, was 5 characters",
                        "refinement.subscribers.b.ulr must be a known key, was not found; did you"
                            + " mean refinement.subscribers.b.url?",
                        "refinement.subscribers.c d.url must name the subscriber by 1 to 64"
                            + " letters, digits, - or _, was c d"));
  }

  @Test
  void secretsAreNeverShown() {
    assertThat(
            new GivenSettings(
                    Map.of(
                        "refinement.subscribers.a.secret", "0123456789abcdef",
                        "refinement.subscribers.a.token", "${env:TOKEN}",
                        "refinement.subscribers.a.url", "http://x/hooks/0123456789abcdef",
                        "refinement.subscribers.b.url", "${env:HOOK}"))
                .shown())
        .isEqualTo(
            Map.of(
                "refinement.subscribers.a.secret",
                GivenSettings.HIDDEN,
                "refinement.subscribers.a.token",
                "${env:TOKEN}",
                "refinement.subscribers.a.url",
                GivenSettings.HIDDEN,
                "refinement.subscribers.b.url",
                "${env:HOOK}"));
  }
}
