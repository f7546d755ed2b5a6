package io.chimera.refinement.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.DeliveryJob;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.TopicReader;
import io.chimera.refinement.state.event.Recommendation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Recommendations on their way to subscribers on loopback, broker, Flink, servers and sender in one
 * JVM: from the call that publishes one to its acknowledgement (REF-L7-02, 03, 05). Form and size
 * of what is sent: {@link AdviceForm}.
 */
final class DeliverySuite implements Suite {
  static final String NAME = "delivery";

  private static final int PER_SECOND = 20;
  private static final int FLAKY_PER_SECOND = 50;
  private static final int FLAKY = 3_000;
  private static final int COMPONENTS = 200;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(2);
  private static final Duration FLAKY_LIMIT = Duration.ofMinutes(4);

  private static final Measure REST =
      Measure.lower("8.1.rest", "published to acknowledged by REST, P95", "ms").must(200);
  private static final Measure WEBHOOK =
      Measure.lower("8.1.webhook", "published to acknowledged by signed webhook, P95", "ms")
          .must(50);
  private static final Measure QUEUE =
      Measure.lower("8.1.queue", "published to received from the topic, P95", "ms").must(100);
  private static final Measure REST_MEDIAN =
      Measure.lower("8.1.rest.p50", "published to acknowledged by REST, P50", "ms");
  private static final Measure WEBHOOK_MEDIAN =
      Measure.lower("8.1.webhook.p50", "published to acknowledged by signed webhook, P50", "ms");
  private static final Measure QUEUE_MEDIAN =
      Measure.lower("8.1.queue.p50", "published to received from the topic, P50", "ms");
  private static final Measure RATE =
      Measure.higher("8.2", "recommendations delivered per minute and subscriber", "1/min")
          .must(100)
          .aim(1_000);
  private static final Measure FLAKY_SHARE =
      Measure.higher("8.3", "delivered to a subscriber that fails 15 % of all requests", "%")
          .must(99.9);

  private final Duration measured;
  private final Consumer<String> progress;
  private final StopSignal stop;
  private final List<Result> results = new ArrayList<>();

  /** When each recommendation was published, and the way out. */
  private record Publisher(
      ReportSender sender, Recommendations source, Map<String, Long> publishedNanos) {
    void publish(JsonWriter<Recommendation> writer) {
      Recommendation advice = source.next(System.currentTimeMillis());
      byte[] value = writer.write(advice);
      publishedNanos.put(advice.recommendationId(), System.nanoTime());
      sender.send(advice.subject().getBytes(UTF_8), value);
    }
  }

  DeliverySuite(Duration measured, Consumer<String> progress, StopSignal stop) {
    this.measured = measured;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void run(Path directory) {
    progress.accept("writing and compressing recommendations");
    results.addAll(new AdviceForm(stop).measure());
    progress.accept("starting Kafka, Flink and three subscribers in this process");
    SplittableRandom chance = new SplittableRandom(1);
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        EmbeddedFlink flink = EmbeddedFlink.start(directory.resolve("flink"), 0, 1, 1);
        AdviceServer rest = new AdviceServer(() -> 204);
        AdviceServer webhook = new AdviceServer(() -> 204);
        AdviceServer flaky = new AdviceServer(() -> flaky(chance))) {
      Bed bed = new Bed(broker.bootstrapServers());
      bed.createTopics();
      StreamExecutionEnvironment env = flink.environment();
      DeliveryJob.define(env, bed.settings(NAME, subscribers(rest, webhook, flaky)));
      try (RunningJob job = RunningJob.start(flink, env, DeliveryJob.NAME);
          ReportSender sender =
              new ReportSender(bed.bootstrapServers(), Bed.topic(Topic.RECOMMENDATIONS))) {
        steady(bed, job, sender, rest, webhook);
        throughFailures(job, sender, flaky);
      }
    }
  }

  private static Map<String, String> subscribers(
      AdviceServer rest, AdviceServer webhook, AdviceServer flaky) {
    Map<String, String> settings = new HashMap<>();
    settings.put("refinement.subscribers.rest.url", rest.url());
    settings.put("refinement.subscribers.rest.systems", "steady");
    settings.put("refinement.subscribers.webhook.url", webhook.url());
    settings.put("refinement.subscribers.webhook.systems", "steady");
    settings.put("refinement.subscribers.webhook.kind", "webhook");
    settings.put("refinement.subscribers.webhook.secret", "a secret of this benchmark");
    settings.put("refinement.subscribers.flaky.url", flaky.url());
    settings.put("refinement.subscribers.flaky.systems", "flaky");
    return settings;
  }

  /** One request in ten is answered with 503, one in twenty not at all. */
  private static synchronized int flaky(SplittableRandom chance) {
    int draw = chance.nextInt(20);
    return draw == 0 ? 0 : draw < 3 ? 503 : 200;
  }

  private void steady(
      Bed bed, RunningJob job, ReportSender sender, AdviceServer rest, AdviceServer webhook) {
    Map<String, Long> received = new ConcurrentHashMap<>();
    JsonWriter<Recommendation> writer = JsonWriter.recommendations();
    Publisher warm =
        new Publisher(sender, new Recommendations(1, "steady", COMPONENTS), new HashMap<>());
    progress.accept("warming up at %d recommendations/s".formatted(PER_SECOND));
    keep(WARM_UP, PER_SECOND, job, () -> warm.publish(writer));
    Publisher publisher = new Publisher(sender, warm.source(), new HashMap<>());
    Thread queue = new Thread(() -> receive(bed, received), "queue");
    queue.setDaemon(true);
    queue.start();
    long startedNanos = System.nanoTime();
    keep(measured, PER_SECOND, job, () -> publisher.publish(writer));
    await(publisher.publishedNanos(), rest, Duration.ofSeconds(10), job);
    await(publisher.publishedNanos(), webhook, Duration.ofSeconds(10), job);
    double minutes = (System.nanoTime() - startedNanos) / 60e9;
    queue.interrupt();
    add(REST, quantile(0.95, publisher, rest.acknowledgedNanos()));
    add(REST_MEDIAN, quantile(0.5, publisher, rest.acknowledgedNanos()));
    add(WEBHOOK, quantile(0.95, publisher, webhook.acknowledgedNanos()));
    add(WEBHOOK_MEDIAN, quantile(0.5, publisher, webhook.acknowledgedNanos()));
    add(QUEUE, quantile(0.95, publisher, received));
    add(QUEUE_MEDIAN, quantile(0.5, publisher, received));
    add(RATE, delivered(publisher.publishedNanos(), webhook) / minutes);
  }

  private void throughFailures(RunningJob job, ReportSender sender, AdviceServer flaky) {
    JsonWriter<Recommendation> writer = JsonWriter.recommendations();
    Publisher publisher =
        new Publisher(sender, new Recommendations(2, "flaky", COMPONENTS), new HashMap<>());
    progress.accept("%,d recommendations to a flaky subscriber".formatted(FLAKY));
    keep(
        Duration.ofSeconds(FLAKY / FLAKY_PER_SECOND),
        FLAKY_PER_SECOND,
        job,
        () -> publisher.publish(writer));
    await(publisher.publishedNanos(), flaky, FLAKY_LIMIT, job);
    add(
        FLAKY_SHARE,
        100.0 * delivered(publisher.publishedNanos(), flaky) / publisher.publishedNanos().size());
  }

  /** Calls on time: what a late tick missed follows with the next. */
  private void keep(Duration time, int perSecond, RunningJob job, Runnable call) {
    long startedNanos = System.nanoTime();
    long all = time.toSeconds() * perSecond;
    for (long called = 0; called < all; ) {
      long due = (long) ((System.nanoTime() - startedNanos) / 1e9 * perSecond);
      for (; called < Math.min(due, all); called++) {
        call.run();
      }
      Stopped.orWait(stop, TICK);
    }
    job.check();
  }

  private void await(
      Map<String, Long> published, AdviceServer subscriber, Duration limit, RunningJob job) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (delivered(published, subscriber) < published.size() && System.nanoTime() < deadline) {
      Stopped.orWait(stop, Duration.ofMillis(200));
      job.check();
    }
  }

  private static long delivered(Map<String, Long> published, AdviceServer subscriber) {
    return published.keySet().stream().filter(subscriber.acknowledgedNanos()::containsKey).count();
  }

  private static void receive(Bed bed, Map<String, Long> received) {
    try (TopicReader reader =
        TopicReader.fromNow(
            bed.bootstrapServers(), List.of(Bed.topic(Topic.RECOMMENDATIONS)), true)) {
      while (!Thread.currentThread().isInterrupted()) {
        reader.pollPatiently(record -> received.putIfAbsent(id(record.value()), System.nanoTime()));
      }
    } catch (org.apache.kafka.common.errors.InterruptException end) {
      // asked for
    }
  }

  /** The id follows a fixed beginning. */
  private static String id(byte[] value) {
    String text = new String(value, UTF_8);
    String field = "\"recommendationId\":\"";
    int start = text.indexOf(field) + field.length();
    return text.substring(start, text.indexOf('"', start));
  }

  /** Milliseconds, nearest rank; what never arrived counts as the longest. */
  private static double quantile(
      double share, Publisher publisher, Map<String, Long> arrivedNanos) {
    double[] millis =
        publisher.publishedNanos().entrySet().stream()
            .mapToDouble(
                sent ->
                    arrivedNanos.containsKey(sent.getKey())
                        ? (arrivedNanos.get(sent.getKey()) - sent.getValue()) / 1e6
                        : Double.MAX_VALUE)
            .toArray();
    Arrays.sort(millis);
    return millis[(int) Math.ceil(share * millis.length) - 1];
  }

  private void add(Measure measure, double value) {
    results.add(new Result(NAME, measure, Sample.of(value)));
  }

  @Override
  public List<Result> results() {
    return List.copyOf(results);
  }
}
