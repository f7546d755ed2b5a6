package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Events of every type with awkward texts and numbers, the same ones for the same seed. */
public final class RandomEvents {
  private static final long NOW = 1_795_248_000_000L;
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "\"quoted\" \\ / \b\f\n\r\t",
          "\u0000\u001f\u007f",
          "Gr\u00fc\u00dfe \u4e16\u754c \uD83D\uDE00",
          "\uD800 half",
          "a,b=c{d}");
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    41.7,
    1e300,
    -1e-300,
    4.9e-324,
    1e15,
    123456789.123,
    9_007_199_254_740_992.0,
    2e-3,
    1.0E10
  };

  private final SplittableRandom random;

  public RandomEvents(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public Finding finding() {
    Finding.Kind kind = any(Finding.Kind.values());
    boolean open = random.nextBoolean();
    return new Finding(
        Finding.id(kind, "s/c/a/m", "robust", time()),
        kind,
        name(),
        name(),
        random.nextBoolean() ? null : text(),
        random.nextBoolean() ? null : name(),
        texts(),
        "s/c/a/m",
        name(),
        time(),
        time(),
        time(),
        open ? null : time(),
        open ? Finding.State.OPEN : Finding.State.CLOSED,
        random.nextDouble(),
        any(Severity.values()),
        any(Finding.Direction.values()),
        anyNumber(),
        text(),
        anyNumber(),
        anyNumber(),
        list(() -> new Finding.EvidencePoint(time(), anyNumber())),
        list(this::text),
        random.nextBoolean(),
        text());
  }

  public Alert alert() {
    return new Alert(
        Alert.id("rule", "s/c", time()),
        name(),
        text(),
        any(Alert.State.values()),
        any(Severity.values()),
        text(),
        time(),
        time(),
        random.nextBoolean() ? 0 : time(),
        anyNumber(),
        anyNumber(),
        text(),
        text(),
        list(this::text),
        text());
  }

  public Recommendation recommendation() {
    return new Recommendation(
        Recommendation.id("s", "c", "bandit", "t", random.nextInt()),
        name(),
        name(),
        random.nextBoolean() ? null : text(),
        time(),
        1 + random.nextInt(1000),
        any(new String[] {"bandit", "bayesian", "gradient", "scaling", "rule"}),
        name(),
        name(),
        numbers(),
        random.nextDouble(),
        probabilities(),
        texts(),
        numbers(),
        text(),
        anyNumber(),
        anyNumber(),
        anyNumber(),
        random.nextDouble(),
        list(this::text),
        any(new String[] {"shadow", "approve", "live", "control"}),
        random.nextInt(1000),
        text());
  }

  public Outcome outcome() {
    return new Outcome(
        "id-" + random.nextInt(),
        random.nextBoolean(),
        random.nextBoolean() ? null : name(),
        random.nextBoolean() ? null : random.nextDouble(),
        time(),
        origin(),
        new byte[0]);
  }

  public DeadLetter deadLetter() {
    byte[] payload =
        new byte[random.nextInt(10) == 0 ? DeadLetter.MAX_PAYLOAD_BYTES + 10 : random.nextInt(300)];
    random.nextBytes(payload);
    return DeadLetter.of(any(Reason.values()), text(), origin(), time(), payload, texts());
  }

  public AuditRow auditRow() {
    long from = random.nextInt(1_000_000);
    return new AuditRow(
        "refinement.kpi-reports",
        random.nextInt(64),
        from,
        from + 5000,
        random.nextBoolean(),
        count(),
        count(),
        count(),
        count(),
        count(),
        count(),
        count(),
        count());
  }

  public SelfMeasurement measurement() {
    Map<String, Double> gauges = new LinkedHashMap<>();
    gauges.put("not_known", Double.NaN);
    gauges.put("always", number());
    gauges.put(name(), number());
    return new SelfMeasurement(
        name(),
        "refinement-" + random.nextInt(9),
        time(),
        gauges,
        Map.of("latency_ms", histogram()));
  }

  /** Metrics as {@link ReportWriter} takes them. */
  public Map<String, Object> metrics() {
    Map<String, Object> metrics = new LinkedHashMap<>();
    int size = 1 + random.nextInt(5);
    while (metrics.size() < size) {
      metrics.put(
          name(),
          switch (random.nextInt(4)) {
            case 0 -> histogram();
            case 1 -> new double[] {number(), number(), number()};
            case 2 -> (long) random.nextInt();
            default -> number();
          });
    }
    return metrics;
  }

  public Histogram histogram() {
    int buckets = 1 + random.nextInt(5);
    double[] values = new double[buckets];
    long[] counts = new long[buckets];
    long count = 0;
    double sum = 0;
    for (int i = 0; i < buckets; i++) {
      values[i] = i + random.nextDouble();
      counts[i] = 1 + random.nextLong(10);
      count += counts[i];
      sum += counts[i] * values[i];
    }
    return new Histogram(count, sum, values[0], values[buckets - 1], values, counts);
  }

  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      labels.put(i == 1 ? "version" : name(), TEXTS.get(random.nextInt(5)));
    }
    return labels;
  }

  public String name() {
    return any(new String[] {"a", "mplp", "context_module", "cache.hit-rate:5m/total", "_x", "Z9"})
        + random.nextInt(50);
  }

  public double number() {
    return random.nextBoolean()
        ? NUMBERS[random.nextInt(NUMBERS.length)]
        : random.nextDouble() * 1000;
  }

  public long time() {
    return NOW + random.nextLong(1_000_000);
  }

  private double anyNumber() {
    return random.nextInt(8) == 0
        ? any(new Double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        : number();
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    list(this::text).forEach(text -> texts.put(name(), text));
    return texts;
  }

  private Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    list(this::anyNumber).forEach(number -> numbers.put(name(), number));
    return numbers;
  }

  private Map<String, Double> probabilities() {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    list(random::nextDouble).forEach(probability -> probabilities.put(name(), probability));
    return probabilities;
  }

  private <V> List<V> list(Supplier<V> values) {
    List<V> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(values.get());
    }
    return list;
  }

  private Origin origin() {
    return new Origin(
        "refinement.kpi-reports",
        random.nextInt(64),
        random.nextInt(1_000_000),
        random.nextInt(1000),
        time());
  }

  private long count() {
    return random.nextInt(5000);
  }

  private <V> V any(V[] values) {
    return Arrays.asList(values).get(random.nextInt(values.length));
  }
}
