package io.chimera.refinement.connectors.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chimera.refinement.connectors.http.Gzip;
import io.chimera.refinement.connectors.http.PromptSockets;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts over HTTP: the recommendation's bytes as the body, CloudEvents in the headers (HTTP
 * binding, binary mode), the recommendation's id as idempotency key. A webhook is signed over the
 * body before compression. {@link #post} is called by one thread.
 */
final class HttpTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

  static final String TIMESTAMP = "Refinement-Timestamp";
  static final String SIGNATURE = "Refinement-Signature";

  private static final MediaType JSON = MediaType.get("application/json");

  /** More of an answer than this does not belong into a dead letter. */
  private static final int LONGEST_MESSAGE = 200;

  private final Subscriber subscriber;
  private final Signature signature;
  private final ExecutorService threads;
  private final OkHttpClient http;

  HttpTransport(Subscriber subscriber) {
    this.subscriber = subscriber;
    this.signature =
        subscriber.protocol() == Protocol.WEBHOOK ? new Signature(subscriber.secret()) : null;
    // Without a handler of its own, Flink's factory ends the process on whatever is thrown.
    this.threads =
        Executors.newCachedThreadPool(
            new ExecutorThreadFactory(
                "deliver-" + subscriber.name(),
                (thread, thrown) -> LOG.error("A request to {} failed", subscriber, thrown)));
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(subscriber.requests().maxInFlight());
    dispatcher.setMaxRequestsPerHost(subscriber.requests().maxInFlight());
    Duration timeout = Duration.ofMillis(subscriber.requests().timeoutMillis());
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .socketFactory(new PromptSockets())
            .connectTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout)
            .callTimeout(timeout)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  @Override
  public void post(Advice advice, long nowMillis, Consumer<Reply> answered) {
    http.newCall(request(advice, nowMillis))
        .enqueue(
            new Callback() {
              @Override
              public void onResponse(Call call, Response response) {
                answered.accept(reply(response));
              }

              @Override
              public void onFailure(Call call, IOException e) {
                answered.accept(Reply.none(reason(e)));
              }
            });
  }

  private Request request(Advice advice, long nowMillis) {
    byte[] body = advice.json();
    Request.Builder request =
        new Request.Builder()
            .url(subscriber.url())
            .header("User-Agent", "refinement")
            .header("Idempotency-Key", headerText(advice.recommendationId()));
    advice
        .headers()
        .forEach(
            (name, value) -> {
              if (name.matches("ce_[a-z]+")) {
                request.header(name.replace('_', '-'), headerText(value));
              }
            });
    if (!subscriber.token().isEmpty()) {
      request.header("Authorization", "Bearer " + subscriber.token());
    }
    if (signature != null) {
      long seconds = nowMillis / 1_000;
      request.header(TIMESTAMP, Long.toString(seconds));
      request.header(SIGNATURE, signature.of(seconds, body));
    }
    if (subscriber.requests().gzip()) {
      request.header("Content-Encoding", "gzip");
      body = Gzip.fastest(body);
    }
    return request.post(RequestBody.create(body, JSON)).build();
  }

  /** Whatever is wrong with an answer, it is one: nobody waits for another. */
  static Reply reply(Response response) {
    try (response) {
      String said = response.isSuccessful() ? "" : said(response);
      return new Reply(response.code(), said, response.header("Retry-After"));
    } catch (IOException | RuntimeException e) {
      // The status has come; what follows it does not matter.
      return new Reply(response.code(), reason(e), response.header("Retry-After"));
    }
  }

  private static String said(Response response) throws IOException {
    return brief(response.peekBody(LONGEST_MESSAGE).string());
  }

  private static String reason(Exception e) {
    return brief(Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
  }

  private static String brief(String text) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + '…';
  }

  /**
   * Percent-encodes what a header cannot carry. Source: CloudEvents 1.0, HTTP binding, section
   * 3.1.3.2.
   */
  static String headerText(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : text.getBytes(UTF_8)) {
      boolean plain = each > ' ' && each < 0x7f && each != '"' && each != '%';
      encoded.append(plain ? String.valueOf((char) each) : "%%%02X".formatted(each & 0xff));
    }
    return encoded.toString();
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    threads.shutdownNow();
    http.connectionPool().evictAll();
  }
}
