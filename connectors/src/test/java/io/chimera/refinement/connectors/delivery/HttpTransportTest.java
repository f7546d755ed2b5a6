package io.chimera.refinement.connectors.delivery;

import static io.chimera.refinement.connectors.delivery.Samples.START;
import static io.chimera.refinement.connectors.delivery.Samples.advice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-L7-04: recommendations by REST and signed webhook")
class HttpTransportTest {
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;
  private volatile int status = 204;
  private volatile String answer = "";

  private record Request(
      String method, String path, com.sun.net.httpserver.Headers headers, byte[] body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(task -> new Thread(task).start());
    server.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            exchange.getRequestBody().readAllBytes()));
    if (status == 0) {
      await(ended);
      return;
    }
    exchange.getResponseHeaders().set("Retry-After", "3");
    exchange.getResponseHeaders().set("Location", "/elsewhere");
    byte[] body = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/advice?team=a";
  }

  private static Reply post(Subscriber subscriber) throws Exception {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    try (HttpTransport transport = new HttpTransport(subscriber)) {
      transport.post(advice("cart", 1), START + 999, reply::complete);
      return reply.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void theBodyIsTheRecordAndTheHeadersAreItsEvent() throws Exception {
    assertThat(post(Samples.rest(url())).status()).isEqualTo(204);
    Request request = requests.take();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/advice?team=a");
    assertThat(request.body()).isEqualTo(advice("cart", 1).json());
    assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(request.headers().getFirst("Idempotency-Key")).isEqualTo("cart-1");
    assertThat(request.headers().getFirst("ce-id")).isEqualTo("cart-1");
    assertThat(request.headers().getFirst("ce-type"))
        .isEqualTo("io.chimera.refinement.recommendation.v1");
    assertThat(request.headers().containsKey(HttpTransport.SIGNATURE)).isFalse();
    assertThat(request.headers().containsKey("Authorization")).isFalse();
  }

  @Test
  void aWebhookIsSignedOverTimeAndBody() throws Exception {
    post(Samples.webhook(url()));
    Request request = requests.take();
    assertThat(request.headers().getFirst(HttpTransport.TIMESTAMP)).isEqualTo("1795248000");
    assertThat(request.headers().getFirst(HttpTransport.SIGNATURE))
        .isEqualTo(new Signature(Samples.SECRET).of(1_795_248_000, request.body()));
  }

  @Test
  void aCompressedWebhookIsSignedOverThePlainBody() throws Exception {
    post(Samples.subscriber(Protocol.WEBHOOK, url(), new Subscriber.Requests(5_000, 1, true)));
    Request request = requests.take();
    assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes();
    assertThat(plain).isEqualTo(advice("cart", 1).json());
    assertThat(request.headers().getFirst(HttpTransport.SIGNATURE))
        .isEqualTo(new Signature(Samples.SECRET).of(1_795_248_000, plain));
  }

  @Test
  void aTokenIsSentAndNeverPrinted() throws Exception {
    Subscriber subscriber =
        new Subscriber(
            "pager",
            Protocol.REST,
            url(),
            "",
            "t0ken",
            Interest.EVERYTHING,
            Subscriber.Requests.DEFAULT,
            DeliveryPolicy.DEFAULT);
    post(subscriber);
    assertThat(requests.take().headers().getFirst("Authorization")).isEqualTo("Bearer t0ken");
    assertThat(subscriber.toString()).doesNotContain("t0ken", "advice", "team");
    assertThat(Samples.webhook(url()).toString()).doesNotContain(Samples.SECRET);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    status = 307;
    assertThat(post(Samples.rest(url())).status()).isEqualTo(307);
    assertThat(requests).hasSize(1);
  }

  @Test
  void aRefusalIsQuotedInBriefWithItsPause() throws Exception {
    status = 429;
    answer = "too\r\nmany ".repeat(100);
    Reply reply = post(Samples.rest(url()));
    assertThat(reply.retryAfter()).isEqualTo("3");
    assertThat(reply.message()).startsWith("too many too many").hasSizeLessThanOrEqualTo(201);
    assertThat(reply.message()).doesNotContain("\n");
  }

  @Test
  void silenceAndNobodyThereAreRepliesToo() throws Exception {
    status = 0;
    Subscriber hasty =
        Samples.subscriber(Protocol.REST, url(), new Subscriber.Requests(200, 1, false));
    assertThat(post(hasty)).extracting(Reply::status).isEqualTo(0);
    stop();
    Reply nobody = post(hasty);
    assertThat(nobody.status()).isZero();
    assertThat(nobody.message()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 500})
  void anAnswerThatCannotBeReadIsAReply(int code) {
    ResponseBody broken =
        new ResponseBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public long contentLength() {
            return -1;
          }

          @Override
          public BufferedSource source() {
            throw new IllegalStateException("no source");
          }
        };
    Response response =
        new Response.Builder()
            .request(new okhttp3.Request.Builder().url(url()).build())
            .protocol(okhttp3.Protocol.HTTP_1_1)
            .code(code)
            .message("")
            .body(broken)
            .build();
    assertThat(HttpTransport.reply(response)).isEqualTo(new Reply(code, "no source", null));
  }

  @Test
  void whateverIsThrownWhileAnAnswerIsTakenTheProcessLivesAndTheNextIsTaken() throws Exception {
    CompletableFuture<Reply> second = new CompletableFuture<>();
    try (HttpTransport transport =
        new HttpTransport(
            Samples.subscriber(Protocol.REST, url(), new Subscriber.Requests(5_000, 1, false)))) {
      transport.post(
          advice("cart", 1),
          START,
          reply -> {
            throw new IllegalStateException("of this test");
          });
      transport.post(advice("cart", 2), START, second::complete);
      assertThat(second.get(30, TimeUnit.SECONDS).status()).isEqualTo(204);
    }
  }

  @Test
  void whatAHeaderCannotCarryIsEncoded() {
    assertThat(HttpTransport.headerText("/refinement/a")).isEqualTo("/refinement/a");
    assertThat(HttpTransport.headerText("a b\n\"%ü")).isEqualTo("a%20b%0A%22%25%C3%BC");
  }
}
