package io.chimera.refinement.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.TrendTest;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * The only list of keys. {@code flink-conf/refinement.yaml} shows each with its default; a test
 * keeps the two together.
 */
public final class RefinementOptions {

  public static final ConfigOption<String> TOPICS_PREFIX =
      key("refinement.topics.prefix")
          .stringType()
          .defaultValue("refinement.")
          .withDescription("Prefix of every topic name.");
  public static final ConfigOption<String> DEPLOYMENT =
      key("refinement.deployment")
          .stringType()
          .defaultValue("default")
          .withDescription(
              "Name of this deployment; part of consumer groups and transactional ids, so unique"
                  + " per Kafka cluster.");
  public static final ConfigOption<Long> SEED =
      key("refinement.seed")
          .longType()
          .defaultValue(42L)
          .withDescription(
              "Seed of every random draw: the same input, settings and seed give the same"
                  + " recommendations.");
  public static final ConfigOption<String> PACKS =
      key("refinement.packs.directory")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Folder of packs (alert rules, action catalogues) read when the job is submitted;"
                  + " empty for none. The control topic overrides them.");

  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      key("kafka.bootstrap.servers")
          .stringType()
          .defaultValue("localhost:9092")
          .withDescription(
              "Kafka brokers. Any other kafka.* key is passed to all Kafka clients; kafka.source.*,"
                  + " kafka.sink.* and kafka.admin.* to one kind.");
  public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
      key("refinement.kafka.transaction-timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "Timeout of Kafka transactions: longer than the longest checkpoint plus the longest"
                  + " restart, and at most the broker's transaction.max.timeout.ms (15 min by"
                  + " default).");
  public static final ConfigOption<String> START =
      key("refinement.ingest.start")
          .stringType()
          .defaultValue("committed")
          .withDescription(
              "Where a job without a checkpoint starts to read kpi-reports: earliest, latest, or"
                  + " committed (earliest when nothing is committed).");
  public static final ConfigOption<Duration> OUT_OF_ORDERNESS =
      key("refinement.ingest.out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription("Disorder within a partition that is never late.");
  public static final ConfigOption<Duration> IDLENESS =
      key("refinement.ingest.idleness")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "A partition without records for this long no longer holds back the event time of the"
                  + " others.");
  public static final ConfigOption<Duration> ALWAYS_LATE =
      key("refinement.ingest.always-late")
          .durationType()
          .defaultValue(Duration.ofSeconds(65))
          .withDescription(
              "A report older than this against the newest of its own partition is late, whatever"
                  + " the others do.");
  public static final ConfigOption<Duration> FUTURE_LIMIT =
      key("refinement.ingest.future-limit")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription(
              "A report further ahead of its Kafka record's own time is a dead letter.");
  public static final ConfigOption<Duration> ORDERING_SPAN =
      key("refinement.ordering.span")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "Event time over which the reports of one agent are put back into order for"
                  + " order-sensitive operators.");
  public static final ConfigOption<Duration> DEDUP_HORIZON =
      key("refinement.dedup.horizon")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription("Event time for which report ids are remembered.");
  public static final ConfigOption<Long> DEDUP_MAX_IDS =
      key("refinement.dedup.max-ids")
          .longType()
          .defaultValue(8_000_000L)
          .withDescription(
              "Ids remembered per parallel instance at most; beyond it the oldest go first and the"
                  + " horizon shrinks.");
  public static final ConfigOption<Integer> QUARANTINE_MAX_SERIES =
      key("refinement.quarantine.max-series")
          .intType()
          .defaultValue(250_000)
          .withDescription(
              "Series that a parallel instance knows at most; reports of further ones get the"
                  + " verdict QUARANTINED until known ones have fallen silent.");
  public static final ConfigOption<Duration> QUARANTINE_FORGET =
      key("refinement.quarantine.forget-after")
          .durationType()
          .defaultValue(Duration.ofHours(1))
          .withDescription(
              "Event time without a report after which a known series makes room for new ones.");
  public static final ConfigOption<Long> LEDGER_RANGE =
      key("refinement.ledger.range")
          .longType()
          .defaultValue(5_000L)
          .withDescription("Offsets per row of the audit topic.");

  public static final ConfigOption<Duration> WINDOW_SIZE =
      key("refinement.window.size")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription("Length of the sliding window.");
  public static final ConfigOption<Duration> WINDOW_SLIDE =
      key("refinement.window.slide")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "Step of the sliding window and length of a pane; divides the window's length and one"
                  + " minute.");

  public static final ConfigOption<Double> ANOMALY_RARITY =
      key("refinement.anomaly.rarity")
          .doubleType()
          .defaultValue(AnomalyWatch.Params.defaults().rarity())
          .withDescription(
              "How rare a window must be to make a finding, as a power of ten: 3 is one in 1,000."
                  + " Holds for a window every five minutes; more frequent ones must be rarer.");
  public static final ConfigOption<Duration> ANOMALY_DAY =
      key("refinement.anomaly.day")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription("Length of a day, the period of the daily course.");
  public static final ConfigOption<Integer> ANOMALY_HISTORY =
      key("refinement.anomaly.history")
          .intType()
          .defaultValue(60)
          .withDescription("Windows in the baseline of a series while fewer than 100 are known.");
  public static final ConfigOption<Integer> ANOMALY_WARM_UP =
      key("refinement.anomaly.warm-up")
          .intType()
          .defaultValue(30)
          .withDescription("Windows before a series is judged.");
  public static final ConfigOption<Double> ANOMALY_LIMIT =
      key("refinement.anomaly.limit")
          .doubleType()
          .defaultValue(8.0)
          .withDescription(
              "Robust deviations from the median that make a finding while fewer than 100 windows"
                  + " are known.");
  public static final ConfigOption<Double> ANOMALY_RELATIVE_FLOOR =
      key("refinement.anomaly.relative-floor")
          .doubleType()
          .defaultValue(0.01)
          .withDescription("Least deviation that counts, as a share of what is expected.");
  public static final ConfigOption<Double> ANOMALY_ABSOLUTE_FLOOR =
      key("refinement.anomaly.absolute-floor")
          .doubleType()
          .defaultValue(1e-6)
          .withDescription("Least deviation that counts, in the unit of the series.");
  public static final ConfigOption<Integer> ANOMALY_CLOSE_AFTER =
      key("refinement.anomaly.close-after")
          .intType()
          .defaultValue(3)
          .withDescription("Normal windows in a row that end an incident.");
  public static final ConfigOption<Boolean> ANOMALY_JOINT =
      key("refinement.anomaly.joint")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether the metrics of one agent are also judged together: a finding when one no"
                  + " longer follows the others.");
  public static final ConfigOption<Double> TREND_SIGNIFICANCE =
      key("refinement.trend.significance")
          .doubleType()
          .defaultValue(TrendTest.SIGNIFICANCE)
          .withDescription(
              "Probability of a slope as steep without a trend, below which a trend is told; a tenth"
                  + " of it for fewer.");
  public static final ConfigOption<Duration> ABSENCE_TIMEOUT =
      key("refinement.absence.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription("Silence of a known agent that makes a finding.");
  public static final ConfigOption<Integer> ABSENCE_MIN_PANES =
      key("refinement.absence.min-panes")
          .intType()
          .defaultValue(3)
          .withDescription("Panes in which an agent must have reported before its silence counts.");

  public static final ConfigOption<Duration> SELF_INTERVAL =
      key("refinement.self.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How often every operator reports its own KPIs; 0 switches self-monitoring off.");
  public static final ConfigOption<Duration> POINTS_FLUSH =
      key("refinement.points.flush-interval")
          .durationType()
          .defaultValue(Duration.ofMillis(500))
          .withDescription("Longest time a point waits for its batch on the way to metric-points.");
  public static final ConfigOption<MemorySize> POINTS_BATCH =
      key("refinement.points.batch-size")
          .memoryType()
          .defaultValue(new MemorySize(64 * 1024))
          .withDescription("Approximate size of a batch on metric-points, at most 128 kb.");

  public static final ConfigOption<String> DELIVERY_FINDINGS =
      delivery("findings", "at-least-once");
  public static final ConfigOption<String> DELIVERY_ALERTS = delivery("alerts", "at-least-once");
  public static final ConfigOption<String> DELIVERY_RECOMMENDATIONS =
      delivery("recommendations", "exactly-once");
  public static final ConfigOption<String> DELIVERY_METRIC_POINTS =
      delivery("metric-points", "at-least-once");
  public static final ConfigOption<String> DELIVERY_DEAD_LETTERS =
      delivery("dead-letters", "exactly-once");
  public static final ConfigOption<String> DELIVERY_AUDIT = delivery("audit", "exactly-once");
  public static final ConfigOption<String> DELIVERY_MODELS = delivery("models", "exactly-once");

  public static final ConfigOption<String> INFLUX_API =
      key("refinement.influx.api")
          .stringType()
          .defaultValue("v2")
          .withDescription(
              "Write API of the database: v2 (/api/v2/write: InfluxDB 2, InfluxDB 1.8, QuestDB,"
                  + " VictoriaMetrics) or v1 (/write?db=: InfluxDB 1, where a bucket is a database"
                  + " or database/retention-policy and the token is user:password).");
  public static final ConfigOption<String> INFLUX_URL =
      key("refinement.influx.url")
          .stringType()
          .defaultValue("http://localhost:8086")
          .withDescription("Base address of the time-series database.");
  public static final ConfigOption<String> INFLUX_ORG =
      key("refinement.influx.org")
          .stringType()
          .defaultValue("chimera")
          .withDescription("Organisation.");
  public static final ConfigOption<String> INFLUX_BUCKET =
      key("refinement.influx.bucket")
          .stringType()
          .defaultValue("refinement")
          .withDescription(
              "Bucket of everything that is not a rollup: windows, findings, alerts and what else"
                  + " is hot.");
  public static final ConfigOption<String> INFLUX_BUCKET_WARM =
      key("refinement.influx.bucket-warm")
          .stringType()
          .defaultValue("refinement-warm")
          .withDescription(
              "Bucket of the rollups of 1 and 5 minutes; empty for the bucket of everything else.");
  public static final ConfigOption<String> INFLUX_BUCKET_COLD =
      key("refinement.influx.bucket-cold")
          .stringType()
          .defaultValue("refinement-cold")
          .withDescription(
              "Bucket of the rollups of 1 hour and 1 day; empty for the bucket of everything"
                  + " else.");
  public static final ConfigOption<String> INFLUX_TOKEN =
      key("refinement.influx.token")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Access token; give it as ${file:/run/secrets/name} or ${env:NAME}. Never printed.");
  public static final ConfigOption<Boolean> INFLUX_GZIP =
      key("refinement.influx.gzip")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether requests are compressed; false saves processor time when the database is on"
                  + " the same machine.");
  public static final ConfigOption<Integer> INFLUX_BATCH_POINTS =
      key("refinement.influx.batch-points")
          .intType()
          .defaultValue(5_000)
          .withDescription("Points per request at most.");
  public static final ConfigOption<MemorySize> INFLUX_BATCH_SIZE =
      key("refinement.influx.batch-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(1))
          .withDescription("Bytes per request at most.");
  public static final ConfigOption<Duration> INFLUX_FLUSH =
      key("refinement.influx.flush-interval")
          .durationType()
          .defaultValue(Duration.ofMillis(20))
          .withDescription("Longest time a point waits for its request.");
  public static final ConfigOption<Integer> INFLUX_IN_FLIGHT =
      key("refinement.influx.max-in-flight")
          .intType()
          .defaultValue(4)
          .withDescription("Requests under way per writer at most.");
  public static final ConfigOption<Duration> INFLUX_TIMEOUT =
      key("refinement.influx.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription("Timeout of a request.");

  public static final ConfigOption<Duration> TIERS_HOT =
      key("refinement.tiers.hot-retention")
          .durationType()
          .defaultValue(Duration.ofDays(7))
          .withDescription(
              "How long the hot bucket keeps its points; the retention keys are used by the command"
                  + " tiers.");
  public static final ConfigOption<Duration> TIERS_WARM =
      key("refinement.tiers.warm-retention")
          .durationType()
          .defaultValue(Duration.ofDays(30))
          .withDescription("How long the warm bucket keeps its points.");
  public static final ConfigOption<Duration> TIERS_COLD =
      key("refinement.tiers.cold-retention")
          .durationType()
          .defaultValue(Duration.ofDays(365))
          .withDescription("How long the cold bucket keeps its points.");
  public static final ConfigOption<String> TIERS_SYSTEMS =
      key("refinement.tiers.systems")
          .stringType()
          .defaultValue("kailash=90 d, lalo=90 d")
          .withDescription(
              "Systems whose warm points are kept for a time of their own, as system=duration with"
                  + " commas; each gets a bucket named after the warm one, such as"
                  + " refinement-warm-kailash. No effect while bucket-warm is empty.");
  public static final ConfigOption<String> TIERS_COLD_DIRECTORY =
      key("refinement.tiers.cold-directory")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Folder or object-store path (s3://bucket/path, with Flink's file system plugin) to"
                  + " which the metrics job also writes cold points as zstd-compressed line"
                  + " protocol, one folder per day; empty for none.");

  private RefinementOptions() {}

  /** Every key, in the order of the reference. */
  public static List<ConfigOption<?>> keys() {
    return List.of(
        TOPICS_PREFIX,
        DEPLOYMENT,
        SEED,
        PACKS,
        BOOTSTRAP_SERVERS,
        TRANSACTION_TIMEOUT,
        START,
        OUT_OF_ORDERNESS,
        IDLENESS,
        ALWAYS_LATE,
        FUTURE_LIMIT,
        ORDERING_SPAN,
        DEDUP_HORIZON,
        DEDUP_MAX_IDS,
        QUARANTINE_MAX_SERIES,
        QUARANTINE_FORGET,
        LEDGER_RANGE,
        WINDOW_SIZE,
        WINDOW_SLIDE,
        ANOMALY_RARITY,
        ANOMALY_DAY,
        ANOMALY_HISTORY,
        ANOMALY_WARM_UP,
        ANOMALY_LIMIT,
        ANOMALY_RELATIVE_FLOOR,
        ANOMALY_ABSOLUTE_FLOOR,
        ANOMALY_CLOSE_AFTER,
        ANOMALY_JOINT,
        TREND_SIGNIFICANCE,
        ABSENCE_TIMEOUT,
        ABSENCE_MIN_PANES,
        SELF_INTERVAL,
        POINTS_FLUSH,
        POINTS_BATCH,
        DELIVERY_FINDINGS,
        DELIVERY_ALERTS,
        DELIVERY_RECOMMENDATIONS,
        DELIVERY_METRIC_POINTS,
        DELIVERY_DEAD_LETTERS,
        DELIVERY_AUDIT,
        DELIVERY_MODELS,
        INFLUX_API,
        INFLUX_URL,
        INFLUX_ORG,
        INFLUX_BUCKET,
        INFLUX_BUCKET_WARM,
        INFLUX_BUCKET_COLD,
        INFLUX_TOKEN,
        INFLUX_GZIP,
        INFLUX_BATCH_POINTS,
        INFLUX_BATCH_SIZE,
        INFLUX_FLUSH,
        INFLUX_IN_FLIGHT,
        INFLUX_TIMEOUT,
        TIERS_HOT,
        TIERS_WARM,
        TIERS_COLD,
        TIERS_SYSTEMS,
        TIERS_COLD_DIRECTORY);
  }

  private static ConfigOption<String> delivery(String topic, String otherwise) {
    return key("refinement.delivery." + topic)
        .stringType()
        .defaultValue(otherwise)
        .withDescription("Guarantee of the topic " + topic + ": at-least-once or exactly-once.");
  }
}
