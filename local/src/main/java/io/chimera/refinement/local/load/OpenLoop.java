package io.chimera.refinement.local.load;

import io.chimera.refinement.local.load.ReportSource.Made;
import io.chimera.refinement.local.world.Brokers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the reports of a schedule at their time from a thread of its own, whatever the answers.
 * What is late is sent at once, and its latency counts from when it was due: a broker that stalls
 * cannot hide its stall (coordinated omission; Tene 2013).
 */
final class OpenLoop implements AutoCloseable {
  private static final long LONGEST_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final String topic;
  private final Schedule schedule;
  private final ReportSource source;
  private final LoadTally tally;
  private final double gaugeEveryMillis;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "load");
  private volatile EventClock clock;
  private volatile long startNanos;
  private volatile boolean stopped;
  private volatile RuntimeException failure;
  private double nextGaugeMillis;

  OpenLoop(
      Brokers brokers,
      String topic,
      Schedule schedule,
      ReportSource source,
      LoadTally tally,
      double gaugeEveryMillis) {
    this.topic = topic;
    this.schedule = schedule;
    this.source = source;
    this.tally = tally;
    this.gaugeEveryMillis = gaugeEveryMillis;
    this.producer =
        new KafkaProducer<>(
            brokers.producer(
                Map.of(
                    ProducerConfig.ACKS_CONFIG, "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                    ProducerConfig.LINGER_MS_CONFIG, "1",
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
                    ProducerConfig.MAX_BLOCK_MS_CONFIG, "30000")),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.setDaemon(true);
  }

  /** Looks the topic up beforehand: that must not make the first reports late. */
  void connect() {
    producer.partitionsFor(topic);
  }

  void start(EventClock eventTime) {
    clock = eventTime;
    startNanos = System.nanoTime();
    thread.start();
  }

  /** Milliseconds since the beginning. */
  double millis() {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  /** Whether everything was sent, or sending has ended otherwise. */
  boolean isDone() {
    return !thread.isAlive();
  }

  /** Sends no more, waits for the answers, and says whether anything ended it early. */
  void finish() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
      producer.flush();
    } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    producer.close(CLOSE_LIMIT);
  }

  private void run() {
    try {
      for (long n = 0; n < schedule.reports() && !stopped; n++) {
        int phase = schedule.phaseOf(n);
        double due = schedule.dueMillis(n);
        await(due);
        if (!stopped) {
          report(n, phase, schedule.isUnpaced(phase) ? millis() : due);
        }
      }
      await(schedule.durationMillis());
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void report(long n, int phase, double due) {
    Made report = source.report(n, due, clock.at(due)).orElse(null);
    if (report == null) {
      tally.withheld(phase);
      return;
    }
    tally.sent();
    send(report, (metadata, cause) -> tally.answered(phase, due, millis(), metadata, cause));
    if (report.twice()) {
      tally.sent();
      tally.repeated();
      send(report, tally::settled);
    }
  }

  /** Waits until a moment, with the gauges that are due before it. */
  private void await(double untilMillis) {
    while (!stopped) {
      double now = millis();
      if (now >= nextGaugeMillis) {
        // Behind its time the load must not be overtaken: what is ahead makes the rest late.
        gauges(now, Math.min(now, untilMillis));
      }
      double wait = Math.min(untilMillis, nextGaugeMillis) - now;
      if (now >= untilMillis) {
        return;
      }
      if (wait > 0) {
        LockSupport.parkNanos(Math.min(LONGEST_PARK_NANOS, (long) (wait * 1e6)));
      }
    }
  }

  private void gauges(double now, double millis) {
    for (Made report : source.gauges(millis, clock.at(millis))) {
      tally.sent();
      tally.gauged();
      send(report, tally::settled);
    }
    nextGaugeMillis = now + gaugeEveryMillis;
  }

  private void send(Made report, org.apache.kafka.clients.producer.Callback answer) {
    try {
      var unused = producer.send(new ProducerRecord<>(topic, report.key(), report.value()), answer);
    } catch (KafkaException e) {
      answer.onCompletion(null, e);
    }
  }
}
