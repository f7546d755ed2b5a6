package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.oracle.Tally;
import io.chimera.refinement.local.world.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * 16: the database refuses some points of a request for good, since their type does not fit: one of
 * a thousand, ten of a thousand, all of fifty. Those and no others are dead letters.
 */
final class PartialWrites implements Scenario {
  private static final String SYSTEM = "chaos16";
  private static final int THOUSAND = 1_000;
  private static final Patience DELIVERY =
      new Patience(Duration.ofMinutes(2), Duration.ofSeconds(1));

  private final Set<String> good = new HashSet<>();
  private final Set<String> bad = new HashSet<>();

  @Override
  public int number() {
    return 16;
  }

  @Override
  public String title() {
    return "database refuses some points of a request";
  }

  @Override
  public Duration duration() {
    return Duration.ofSeconds(50);
  }

  @Override
  public Needs needs() {
    return new Needs(1, true, false);
  }

  @Override
  public int allowedRestarts() {
    return 0;
  }

  @Override
  public void disturb(Trial trial) {
    trial.pause(Duration.ofSeconds(15));
    trial.fault("1 bad point of 1000, 10 of 1000, 50 of 50");
    Map<String, Object> properties =
        Map.of("bootstrap.servers", trial.cluster().bootstrapServers(), "acks", "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      long now = System.currentTimeMillis();
      for (String batch :
          List.of(
              batch("one", THOUSAND, 1, now),
              batch("ten", THOUSAND, 10, now),
              batch("all", 50, 50, now))) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    trial.topics().prefix() + "metric-points",
                    batch.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private String batch(String component, int lines, int badOnes, long now) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      boolean isBad = i % (lines / badOnes) == lines / badOnes / 2;
      String agent = component + '-' + i;
      String line =
          "kpi_window,system=%s,component=%s,agent=%s,metric=m,labels=l count=%s,sum=1 %d"
              .formatted(SYSTEM, component, agent, isBad ? "\"much\"" : "1i", now + i);
      (isBad ? bad : good).add(isBad ? line : agent);
      text.append(line).append('\n');
    }
    return text.toString();
  }

  @Override
  public List<String> judge(Trial trial, Recovery recovery) {
    DELIVERY.awaits(
        () -> {
          trial.output().refresh();
          return stored(trial).size() >= good.size()
              && trial.output().refusedBySink().size() >= bad.size();
        });
    Tally tally = trial.tally();
    compare(good, stored(trial), "point", tally);
    // At least once by contract: the same line again is no fault, another one is.
    compare(bad, distinct(trial.output().refusedBySink()), "dead letter", tally);
    trial.note("%d points stored, %d refused".formatted(good.size(), bad.size()));
    return List.of();
  }

  private static List<String> stored(Trial trial) {
    trial.cluster().database().awaitApplied();
    List<String> agents = new ArrayList<>();
    trial
        .cluster()
        .database()
        .query("SELECT agent FROM kpi_window WHERE system = '" + SYSTEM + "'")
        .path("dataset")
        .forEach(row -> agents.add(row.path(0).asText()));
    return agents;
  }

  private static List<String> distinct(List<String> texts) {
    return List.copyOf(new HashSet<>(texts));
  }

  private static void compare(Set<String> expected, List<String> found, String what, Tally tally) {
    Map<String, Integer> times = new HashMap<>();
    found.forEach(each -> times.merge(each, 1, Integer::sum));
    times.forEach(
        (each, count) -> {
          if (!expected.contains(each)) {
            tally.wrong(what + " that must not be: " + each);
          } else if (count > 1) {
            tally.duplicate(what + ' ' + each);
          }
        });
    expected.stream()
        .filter(each -> !times.containsKey(each))
        .forEach(each -> tally.lost(what + ' ' + each));
  }
}
