package io.chimera.refinement.jobs.config;

import io.chimera.refinement.connectors.delivery.Subscriber;
import io.chimera.refinement.state.detect.TrendTest;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * The validated settings of a job.
 *
 * @param topicPrefix prefix of every topic
 * @param deployment unique name of this deployment
 * @param seed seed of every draw
 * @param packs folder of packs, if any
 * @param subscribers who gets recommendations by HTTP, by name
 */
public record Settings(
    String topicPrefix,
    String deployment,
    long seed,
    Optional<Path> packs,
    Kafka kafka,
    Ingest ingest,
    Windows windows,
    Anomaly anomaly,
    Absence absence,
    Publishing publishing,
    Database database,
    List<Subscriber> subscribers) {

  /** The brokers and how to talk to them; the maps are what {@code kafka.*} keys pass through. */
  public record Kafka(
      String bootstrapServers,
      Map<String, String> common,
      Map<String, String> source,
      Map<String, String> sink,
      Map<String, String> admin,
      long transactionTimeoutMillis,
      String start) {
    /** The names of what is passed through are shown, the values never: they may be passwords. */
    @Override
    public String toString() {
      return "Kafka["
          + bootstrapServers
          + ", common "
          + new TreeSet<>(common.keySet())
          + ", source "
          + new TreeSet<>(source.keySet())
          + ", sink "
          + new TreeSet<>(sink.keySet())
          + ", admin "
          + new TreeSet<>(admin.keySet())
          + "]";
    }
  }

  /** Verdicts and the memory behind them, in milliseconds of event time. */
  public record Ingest(
      long outOfOrdernessMillis,
      long idlenessMillis,
      long alwaysLateMillis,
      long futureLimitMillis,
      long orderingSpanMillis,
      long dedupHorizonMillis,
      long dedupMaxIds,
      long ledgerRange,
      int maxSeries,
      long forgetSeriesMillis) {}

  /** Shape of the sliding window. */
  public record Windows(long sizeMillis, long slideMillis) {}

  /** The anomaly detector. */
  public record Anomaly(
      double rarity,
      long dayMillis,
      int history,
      int warmUp,
      double limit,
      double relativeFloor,
      double absoluteFloor,
      int closeAfter,
      boolean joint,
      double trendSignificance)
      implements Serializable {}

  /** The absence detector. */
  public record Absence(long timeoutMillis, int minPanes) {}

  /** What leaves the job, and how. */
  public record Publishing(
      long selfIntervalMillis,
      long pointsFlushMillis,
      long pointsBatchBytes,
      Map<String, Boolean> exactlyOnce) {
    public boolean isExactlyOnce(String topic) {
      return exactlyOnce.getOrDefault(topic, false);
    }
  }

  /**
   * Reads the settings from flat keys.
   *
   * @throws InvalidSettings naming every fault
   */
  public static Settings from(Map<String, String> values) {
    Reader reader = new Reader(values);
    Settings settings = reader.read();
    if (!reader.faults.isEmpty()) {
      throw new InvalidSettings(reader.faults);
    }
    return settings;
  }

  private static final Pattern SYSTEM_RETENTION =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_.:-]*) *= *(\\d{1,4}) *(?:d|days?)");

  /** Collects faults instead of stopping at the first. */
  private static final class Reader {
    private final Configuration configuration = new Configuration();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Map<String, String>> kafka = new TreeMap<>();
    private final Map<String, String> subscribers = new TreeMap<>();

    Reader(Map<String, String> values) {
      for (String group : List.of("", "source.", "sink.", "admin.")) {
        kafka.put(group, new TreeMap<>());
      }
      Secrets secrets = new Secrets(faults);
      new TreeMap<>(values).forEach((name, value) -> accept(name, secrets.resolve(name, value)));
    }

    private void accept(String name, String value) {
      boolean known =
          RefinementOptions.keys().stream().anyMatch(option -> option.key().equals(name));
      if (known) {
        configuration.setString(name, value);
      } else if (name.startsWith("kafka.")) {
        String rest = name.substring("kafka.".length());
        String group =
            kafka.keySet().stream()
                .filter(g -> !g.isEmpty() && rest.startsWith(g))
                .findFirst()
                .orElse("");
        kafka.get(group).put(rest.substring(group.length()), value);
      } else if (name.startsWith(SubscriberSettings.PREFIX)) {
        subscribers.put(name.substring(SubscriberSettings.PREFIX.length()), value);
      } else {
        faults.add(
            name
                + " must be a known key, was not found"
                + Suggestions.closest(name, RefinementOptions.keys())
                    .map(s -> "; did you mean " + s + "?")
                    .orElse(""));
      }
    }

    Settings read() {
      return new Settings(
          text(RefinementOptions.TOPICS_PREFIX),
          named(RefinementOptions.DEPLOYMENT),
          get(RefinementOptions.SEED),
          Optional.of(text(RefinementOptions.PACKS))
              .filter(folder -> !folder.isEmpty())
              .map(Path::of),
          new Kafka(
              text(RefinementOptions.BOOTSTRAP_SERVERS),
              Map.copyOf(kafka.get("")),
              Map.copyOf(kafka.get("source.")),
              Map.copyOf(kafka.get("sink.")),
              Map.copyOf(kafka.get("admin.")),
              millis(
                  RefinementOptions.TRANSACTION_TIMEOUT, 10_000, Duration.ofMinutes(15).toMillis()),
              oneOf(RefinementOptions.START, List.of("earliest", "latest", "committed"))),
          new Ingest(
              millis(RefinementOptions.OUT_OF_ORDERNESS, 0, 3_600_000),
              millis(RefinementOptions.IDLENESS, 100, 3_600_000),
              millis(RefinementOptions.ALWAYS_LATE, 1_000, 86_400_000),
              millis(RefinementOptions.FUTURE_LIMIT, 0, 86_400_000),
              millis(RefinementOptions.ORDERING_SPAN, 0, 60_000),
              millis(RefinementOptions.DEDUP_HORIZON, 60_000, 7 * 86_400_000L),
              number(RefinementOptions.DEDUP_MAX_IDS, 1_000, 2_000_000_000L),
              number(RefinementOptions.LEDGER_RANGE, 100, 10_000_000),
              (int) number(RefinementOptions.QUARANTINE_MAX_SERIES, 100, 100_000_000),
              millis(RefinementOptions.QUARANTINE_FORGET, 60_000, 30 * 86_400_000L)),
          windows(),
          new Anomaly(
              real(RefinementOptions.ANOMALY_RARITY, 1, 12),
              millis(RefinementOptions.ANOMALY_DAY, 1_000, 7 * 86_400_000L),
              (int) number(RefinementOptions.ANOMALY_HISTORY, 5, 256),
              (int) number(RefinementOptions.ANOMALY_WARM_UP, 2, 1_000),
              real(RefinementOptions.ANOMALY_LIMIT, 1, 1_000),
              real(RefinementOptions.ANOMALY_RELATIVE_FLOOR, 0, 10),
              real(RefinementOptions.ANOMALY_ABSOLUTE_FLOOR, 0, 1e12),
              (int) number(RefinementOptions.ANOMALY_CLOSE_AFTER, 1, 1_000),
              get(RefinementOptions.ANOMALY_JOINT),
              real(RefinementOptions.TREND_SIGNIFICANCE, 1e-9, TrendTest.SIGNIFICANCE)),
          new Absence(
              millis(RefinementOptions.ABSENCE_TIMEOUT, 1_000, 86_400_000),
              (int) number(RefinementOptions.ABSENCE_MIN_PANES, 1, 1_000)),
          new Publishing(
              millis(RefinementOptions.SELF_INTERVAL, 0, 3_600_000),
              millis(RefinementOptions.POINTS_FLUSH, 10, 60_000),
              bytes(RefinementOptions.POINTS_BATCH, 1_024, 128 * 1024),
              delivery()),
          database(),
          SubscriberSettings.read(subscribers, faults));
    }

    private Database database() {
      String warm = get(RefinementOptions.INFLUX_BUCKET_WARM);
      return new Database(
          oneOf(RefinementOptions.INFLUX_API, List.of("v1", "v2")),
          text(RefinementOptions.INFLUX_URL),
          text(RefinementOptions.INFLUX_ORG),
          get(RefinementOptions.INFLUX_TOKEN),
          get(RefinementOptions.INFLUX_GZIP),
          new Database.Requests(
              (int) number(RefinementOptions.INFLUX_BATCH_POINTS, 1, 100_000),
              bytes(RefinementOptions.INFLUX_BATCH_SIZE, 1_024, 64L * 1024 * 1024),
              millis(RefinementOptions.INFLUX_FLUSH, 1, 3_600_000),
              (int) number(RefinementOptions.INFLUX_IN_FLIGHT, 1, 64),
              millis(RefinementOptions.INFLUX_TIMEOUT, 100, 600_000)),
          new Database.Bucket(
              text(RefinementOptions.INFLUX_BUCKET), retention(RefinementOptions.TIERS_HOT)),
          new Database.Bucket(warm, retention(RefinementOptions.TIERS_WARM)),
          new Database.Bucket(
              get(RefinementOptions.INFLUX_BUCKET_COLD), retention(RefinementOptions.TIERS_COLD)),
          warm.isEmpty() ? Map.of() : systems(warm),
          get(RefinementOptions.TIERS_COLD_DIRECTORY));
    }

    private long retention(ConfigOption<Duration> option) {
      return millis(option, 3_600_000, 3_650 * 86_400_000L);
    }

    /** Buckets of systems with a retention of their own. */
    private Map<String, Database.Bucket> systems(String warm) {
      ConfigOption<String> option = RefinementOptions.TIERS_SYSTEMS;
      Map<String, Database.Bucket> buckets = new TreeMap<>();
      for (String entry : get(option).split(",", -1)) {
        if (!entry.isBlank()) {
          Matcher matcher = SYSTEM_RETENTION.matcher(entry.strip());
          check(matcher.matches(), option, "system=duration with commas between", entry.strip());
          if (matcher.matches()) {
            String system = matcher.group(1);
            long days = Long.parseLong(matcher.group(2));
            buckets.put(system, new Database.Bucket(warm + '-' + system, days * 86_400_000L));
          }
        }
      }
      return Map.copyOf(buckets);
    }

    private Windows windows() {
      long size = millis(RefinementOptions.WINDOW_SIZE, 1_000, 86_400_000);
      long slide = millis(RefinementOptions.WINDOW_SLIDE, 1_000, 60_000);
      if (slide > 0 && (size % slide != 0 || 60_000 % slide != 0)) {
        faults.add(
            RefinementOptions.WINDOW_SLIDE.key()
                + " must divide one minute and "
                + RefinementOptions.WINDOW_SIZE.key()
                + " ("
                + Duration.ofMillis(size)
                + "), was "
                + Duration.ofMillis(slide));
      }
      return new Windows(size, slide);
    }

    private Map<String, Boolean> delivery() {
      Map<String, Boolean> exactlyOnce = new TreeMap<>();
      for (ConfigOption<?> option : RefinementOptions.keys()) {
        if (option.key().startsWith("refinement.delivery.")) {
          String value =
              configuration.getString(option.key(), String.valueOf(option.defaultValue()));
          check(
              value.equals("exactly-once") || value.equals("at-least-once"),
              option,
              "at-least-once or exactly-once",
              value);
          exactlyOnce.put(
              option.key().substring("refinement.delivery.".length()),
              value.equals("exactly-once"));
        }
      }
      return Map.copyOf(exactlyOnce);
    }

    private <T> T get(ConfigOption<T> option) {
      try {
        return configuration.get(option);
      } catch (IllegalArgumentException e) {
        String given = configuration.getString(option.key(), "");
        faults.add(option.key() + " must be " + Suggestions.kindOf(option) + ", was " + given);
        return option.defaultValue();
      }
    }

    private String text(ConfigOption<String> option) {
      String value = get(option);
      boolean mayBeEmpty =
          option.defaultValue().isEmpty() || option.equals(RefinementOptions.TOPICS_PREFIX);
      check(mayBeEmpty || !value.isBlank(), option, "not empty", "empty");
      return value;
    }

    private String named(ConfigOption<String> option) {
      String value = get(option);
      check(value.matches("[A-Za-z0-9_-]{1,64}"), option, "1 to 64 letters, digits, - or _", value);
      return value;
    }

    private String oneOf(ConfigOption<String> option, List<String> allowed) {
      String value = get(option);
      check(allowed.contains(value), option, "one of " + String.join(", ", allowed), value);
      return value;
    }

    private long millis(ConfigOption<Duration> option, long least, long most) {
      long value = get(option).toMillis();
      check(
          value >= least && value <= most,
          option,
          "from " + Duration.ofMillis(least) + " to " + Duration.ofMillis(most),
          Duration.ofMillis(value));
      return value;
    }

    private long bytes(
        ConfigOption<org.apache.flink.configuration.MemorySize> option, long least, long most) {
      long value = get(option).getBytes();
      check(
          value >= least && value <= most,
          option,
          "from " + least + " to " + most + " bytes",
          value);
      return value;
    }

    private long number(ConfigOption<? extends Number> option, long least, long most) {
      long value = get(option).longValue();
      check(value >= least && value <= most, option, "from " + least + " to " + most, value);
      return value;
    }

    private double real(ConfigOption<Double> option, double least, double most) {
      double value = get(option);
      check(value >= least && value <= most, option, "from " + least + " to " + most, value);
      return value;
    }

    private void check(boolean holds, ConfigOption<?> option, String rule, Object value) {
      if (!holds) {
        faults.add(option.key() + " must be " + rule + ", was " + value);
      }
    }
  }
}
