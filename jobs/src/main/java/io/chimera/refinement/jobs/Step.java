package io.chimera.refinement.jobs;

import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Every operator's uid and title. The uid ties state to its operator for ever: entries are added,
 * never changed or removed. The title is what the web UI shows.
 */
public enum Step {
  READ_REPORTS("read-reports", "Read KPI reports"),
  VALIDATE("validate-reports", "Validate reports"),
  DEDUP("drop-duplicates", "Drop duplicates"),
  PRE_AGGREGATE("pre-aggregate", "Pre-aggregate panes"),
  SUMMARISE("summarise-windows", "Summarise windows"),
  ROLL_UP("roll-up", "Roll up 1 min to 1 d"),
  DETECT_ANOMALIES("detect-anomalies", "Detect anomalies"),
  DETECT_ABSENCE("detect-absence", "Detect absence"),
  READ_CONTROL("read-control", "Read control documents"),
  ADMIT_CONTROL("admit-control", "Admit control documents"),
  SELECT_FLEETS("select-fleets", "Select fleet windows"),
  RAISE_ALERTS("raise-alerts", "Raise alerts"),
  SELECT_OBJECTIVES("select-objectives", "Select objectives"),
  FINDING_SIGNALS("finding-signals", "Findings as signals"),
  READ_OUTCOMES("read-outcomes", "Read outcomes"),
  READ_ISSUED("read-issued", "Read issued recommendations"),
  ROUTE_OUTCOMES("route-outcomes", "Route outcomes"),
  OUTCOME_SIGNALS("outcome-signals", "Outcomes as signals"),
  RECOMMEND("recommend", "Recommend"),
  KEEP_LEDGER("keep-ledger", "Keep ledger"),
  METER_DECISIONS("meter-decisions", "Meter decisions"),
  WINDOW_POINTS("window-points", "Windows to points"),
  ROLLUP_POINTS("rollup-points", "Rollups to points"),
  FINDING_POINTS("finding-points", "Findings to points"),
  ALERT_POINTS("alert-points", "Alerts to points"),
  RECOMMENDATION_POINTS("recommendation-points", "Recommendations to points"),
  OUTCOME_POINTS("outcome-points", "Outcomes to points"),
  SELF_POINTS("self-points", "Own KPIs to points"),
  BATCH_POINTS("batch-points", "Batch points"),
  BATCH_EVENT_POINTS("batch-event-points", "Batch event points"),
  PUBLISH_FINDINGS("publish-findings", "Publish findings"),
  PUBLISH_ALERTS("publish-alerts", "Publish alerts"),
  PUBLISH_RECOMMENDATIONS("publish-recommendations", "Publish recommendations"),
  PUBLISH_POINTS("publish-points", "Publish metric points"),
  PUBLISH_EVENT_POINTS("publish-event-points", "Publish event points"),
  PUBLISH_DEAD_LETTERS("publish-dead-letters", "Publish dead letters"),
  PUBLISH_AUDIT("publish-audit", "Publish audit"),
  PUBLISH_SELF("publish-self", "Publish own KPIs"),
  READ_POINTS("read-points", "Read metric points"),
  METER_DELIVERY("meter-delivery", "Meter delivery"),
  WRITE_POINTS("write-points", "Write to the database"),
  PUBLISH_DELIVERY_SELF("publish-delivery-self", "Publish own KPIs of the delivery"),
  SELECT_SEQUENCES("select-sequences", "Select running numbers"),
  TRACK_SEQUENCES("track-sequences", "Track sequences in order"),
  ROUTE_PANES("route-panes", "Route panes to objectives and rules"),
  EVALUATE_OBJECTIVES("evaluate-objectives", "Evaluate objectives"),
  WATCH_TIERS("watch-tiers", "Watch service tiers"),
  SCORE_PACKS("score-packs", "Score packs"),
  JUDGE_RELEASES("judge-releases", "Judge releases"),
  ADVISE_SCALING("advise-scaling", "Advise scaling"),
  GROUP_ALERTS("group-alerts", "Group alerts by incident"),
  ADVISE_ACTIONS("advise-actions", "Advise what alerts ask for"),
  SELECT_RELEASED("select-released", "Select panes with a release"),
  DETECT_RELEASES("detect-releases", "Detect releases"),
  FINDING_EVENTS("finding-events", "Anomalies as events"),
  ALERT_EVENTS("alert-events", "Alerts as events"),
  MATCH_SEQUENCES("match-sequences", "Match sequences"),
  SLO_POINTS("slo-points", "Objectives to points"),
  DETECT_TRENDS("detect-trends", "Detect trends"),
  SELECT_FLEET_MINUTES("select-fleet-minutes", "Select fleet minutes"),
  DETECT_CORRELATIONS("detect-correlations", "Detect correlations"),
  SELECT_COLD("select-cold", "Select cold points"),
  WRITE_COLD("write-cold-files", "Write cold files"),
  HISTOGRAM_POINTS("histogram-points", "Histograms to points"),
  ONCE_PER_INCIDENT("once-per-incident", "One finding per incident"),
  SLO_SIGNALS("slo-signals", "Objectives as signals"),
  READ_MODELS("read-models", "Read models"),
  SELECT_MODEL_DOCUMENTS("select-model-documents", "Select documents on models"),
  ADMIT_MODELS("admit-models", "Admit models"),
  READ_HISTORY("read-history", "Read history"),
  JOIN_REWARDS("join-rewards", "Join decisions with rewards"),
  RETRAIN("retrain-models", "Retrain models"),
  SPLIT_MODELS("split-models", "Models in parts"),
  PUBLISH_MODELS("publish-models", "Publish models"),
  PUBLISH_ADOPTION("publish-adoption", "Publish which model decides"),
  SELECT_MEANS("select-means", "Select means to judge"),
  SELECT_MINUTES("select-minutes", "Select minutes"),
  HEED_POLICIES("heed-policies", "Leave out what policies say"),
  EXPECT_REPORTERS("expect-reporters", "Expect declared reporters"),
  RANK_CAUSES("rank-causes", "Rank causes of incidents"),
  METER_LEARNING("meter-learning", "Meter learning"),
  READ_RECOMMENDATIONS("read-recommendations", "Read recommendations"),
  DELIVER("deliver-recommendations", "Deliver recommendations"),
  METER_DELIVERIES("meter-deliveries", "Meter deliveries"),
  PUBLISH_UNDELIVERED("publish-undelivered", "Publish undelivered recommendations"),
  PUBLISH_DELIVERIES_SELF("publish-deliveries-self", "Publish own KPIs of deliveries"),
  DETECT_JOINT_ANOMALIES("detect-joint-anomalies", "Detect joint anomalies");

  private final String uid;
  private final String title;

  Step(String uid, String title) {
    this.uid = uid;
    this.title = title;
  }

  public String uid() {
    return uid;
  }

  public String title() {
    return title;
  }

  <T> SingleOutputStreamOperator<T> on(SingleOutputStreamOperator<T> stream) {
    return stream.uid(uid).name(title);
  }

  /** The same for one of several operators of a kind, told apart by {@code which}. */
  <T> SingleOutputStreamOperator<T> on(SingleOutputStreamOperator<T> stream, String which) {
    return stream.uid(uid + '-' + which).name(title);
  }

  <T> DataStreamSink<T> on(DataStreamSink<T> sink) {
    return sink.uid(uid).name(title);
  }
}
