package io.chimera.refinement.local.tiers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Against a server that answers as InfluxDB 1.x and 2.x do, as far as buckets go. */
@DisplayName("REF-RET-01 to 04: buckets and their retention")
class BucketsTest {
  private static final Pattern NAME = Pattern.compile("name\":\"([^\"]+)\"|name=([^&]+)");
  private static final Pattern SECONDS = Pattern.compile("everySeconds\":(\\d+)");
  private static final Pattern STATEMENT =
      Pattern.compile("ALTER RETENTION POLICY \"autogen\" ON \"([^\"]+)\" DURATION (\\d+)m");

  private final Map<String, Long> hours = new TreeMap<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v2/buckets", this::buckets);
    server.createContext(
        "/api/v2/orgs", exchange -> answer(exchange, 200, "{\"orgs\":[{\"id\":\"77\"}]}"));
    server.createContext("/query", this::query);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatIsMissingIsCreatedWhatDiffersIsChangedAndASecondTimeNothingHappens() {
    hours.put("refinement", 24L * 30);
    Buckets buckets = buckets("v2", "secret");
    assertThat(buckets.check())
        .contains("refinement must keep 7.0 d, was 30.0 d")
        .contains("refinement-warm must exist, was not found; create it with tiers");
    assertThat(buckets.provision())
        .contains("changed refinement, keeps 7.0 d instead of 30.0 d")
        .contains("created refinement-cold, keeps 365.0 d")
        .contains("created refinement-warm-kailash, keeps 90.0 d")
        .contains("created refinement-warm-lalo, keeps 90.0 d");
    assertThat(hours)
        .containsEntry("refinement", 24L * 7)
        .containsEntry("refinement-warm", 24L * 30)
        .hasSize(5);
    assertThat(buckets.check()).isEmpty();
    assertThat(buckets.provision()).allSatisfy(line -> assertThat(line).startsWith("kept "));
    assertThat(authorizations).containsOnly("Token secret");
  }

  @Test
  void aDatabaseOfVersionOneHasOneRetentionPolicyPerBucket() {
    Buckets buckets = buckets("v1", "user:password");
    assertThat(buckets.check()).hasSize(5);
    buckets.provision();
    assertThat(hours)
        .containsEntry("refinement", 24L * 7)
        .containsEntry("refinement-cold", 24L * 365)
        .hasSize(5);
    assertThat(buckets.check()).isEmpty();
    assertThat(authorizations).allSatisfy(sent -> assertThat(sent).startsWith("Basic "));
  }

  @Test
  void aServerWithoutBucketsIsReported() {
    server.removeContext("/api/v2/buckets");
    assertThatThrownBy(() -> buckets("v2", "").provision())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("status 404")
        .hasMessageContaining("refinement.influx.api");
  }

  @Test
  void durationsOfTheServerAreRead() {
    assertThat(V1Catalogue.millis("168h0m0s")).isEqualTo(7 * 86_400_000L);
    assertThat(V1Catalogue.millis("1h30m0s")).isEqualTo(5_400_000);
    assertThat(V1Catalogue.millis("0s")).isZero();
  }

  private Buckets buckets(String api, String token) {
    return Buckets.of(
        Settings.from(
                Map.of(
                    "refinement.influx.api", api,
                    "refinement.influx.url", "http://127.0.0.1:" + server.getAddress().getPort(),
                    "refinement.influx.token", token))
            .database());
  }

  private void buckets(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    switch (exchange.getRequestMethod()) {
      case "GET" -> {
        String name = first(NAME, exchange.getRequestURI().getQuery());
        String found =
            hours.containsKey(name)
                ? "{\"id\":\"%s\",\"name\":\"%s\",\"retentionRules\":[{\"type\":\"expire\",\"everySeconds\":%d}]}"
                    .formatted(name, name, hours.get(name) * 3_600)
                : "";
        answer(exchange, 200, "{\"buckets\":[" + found + "]}");
      }
      case "POST" -> {
        assertThat(body).contains("\"orgID\":\"77\"");
        hours.put(first(NAME, body), Long.parseLong(first(SECONDS, body)) / 3_600);
        answer(exchange, 201, "{}");
      }
      default -> {
        String name = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        hours.put(name, Long.parseLong(first(SECONDS, body)) / 3_600);
        answer(exchange, 200, "{}");
      }
    }
  }

  private void query(HttpExchange exchange) throws IOException {
    String statement = exchange.getRequestURI().getQuery().replaceFirst("q=", "").replace('+', ' ');
    String values = "";
    if (statement.equals("SHOW DATABASES")) {
      values = String.join(",", hours.keySet().stream().map(name -> "[\"" + name + "\"]").toList());
    } else if (statement.startsWith("SHOW RETENTION")) {
      String name = statement.replaceAll(".*\"(.*)\".*", "$1");
      values = "[\"autogen\",\"%dh0m0s\",\"24h0m0s\",1,true]".formatted(hours.get(name));
    } else if (statement.startsWith("CREATE DATABASE")) {
      hours.put(statement.replaceAll(".*\"(.*)\".*", "$1"), 0L);
    } else {
      Matcher matcher = STATEMENT.matcher(statement);
      assertThat(matcher.matches()).as(statement).isTrue();
      hours.put(matcher.group(1), Long.parseLong(matcher.group(2)) / 60);
    }
    answer(exchange, 200, "{\"results\":[{\"series\":[{\"values\":[" + values + "]}]}]}");
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }
}
