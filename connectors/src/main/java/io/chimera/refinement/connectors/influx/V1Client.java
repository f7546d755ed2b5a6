package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.http.Gzip;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;

/**
 * {@code /write?db=} of InfluxDB 1.x, by the JDK's HTTP client.
 *
 * <p>As InfluxDB 1.8 and 2.x do it for old clients, a bucket is {@code database} or {@code
 * database/retention-policy}, and a token is {@code user:password}; a token without a colon is sent
 * as such.
 */
final class V1Client implements DatabaseClient {
  private static final int LONGEST_MESSAGE = 8_192;

  private final InfluxTarget target;
  private final Duration timeout;
  private final HttpClient http;

  V1Client(InfluxSettings settings) {
    target = settings.target();
    timeout = Duration.ofMillis(settings.timeouts().requestMillis());
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(settings.timeouts().connectMillis()))
            .build();
  }

  @Override
  public Answer write(String bucket, byte[] lines) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(bucket.isEmpty() ? target.bucket() : bucket))
            .timeout(timeout)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    target.gzip() ? Gzip.fastest(lines) : lines));
    if (target.gzip()) {
      request.header("Content-Encoding", "gzip");
    }
    if (!target.token().isEmpty()) {
      request.header("Authorization", authorization());
    }
    try {
      return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Answer.none(Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.none("interrupted");
    }
  }

  /** Nothing to release: idle connections close by themselves. */
  @Override
  public void close() {}

  private URI uri(String bucket) {
    int slash = bucket.indexOf('/');
    String base = target.url().endsWith("/") ? target.url() : target.url() + '/';
    String database = slash < 0 ? bucket : bucket.substring(0, slash);
    String policy = slash < 0 ? "" : "&rp=" + encoded(bucket.substring(slash + 1));
    return URI.create(base + "write?db=" + encoded(database) + policy + "&precision=ms");
  }

  private String authorization() {
    return target.token().indexOf(':') < 0
        ? "Token " + target.token()
        : "Basic "
            + Base64.getEncoder().encodeToString(target.token().getBytes(StandardCharsets.UTF_8));
  }

  private static Answer answer(HttpResponse<String> response) {
    if (response.statusCode() >= 200 && response.statusCode() < 300) {
      return Answer.STORED;
    }
    String said = response.headers().firstValue("X-Influxdb-Error").orElse(response.body());
    String message = said.length() <= LONGEST_MESSAGE ? said : said.substring(0, LONGEST_MESSAGE);
    return new Answer(
        response.statusCode(),
        message.strip(),
        response.headers().firstValue("Retry-After").orElse(null),
        0);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
