package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.detect.JudgedValue.Alone;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.wire.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of how the metrics of one agent move together, and whether an incident is open on
 * it: one in which each of them may stay inside its own band.
 *
 * <p>Values wait until event time has passed the end of their window; then all of a pane are judged
 * at once, whatever the order in which they came. {@link JointRelation} says what each metric
 * should have been, given the others; {@link RelationEvidence} what has piled up against that;
 * {@link RarityScale} how rare so much is with this agent. Rarer than demanded of the metric that
 * fits least, it is a finding; some usual panes end it.
 *
 * <p>One incident is told once. While a metric has an incident of its own, nothing is judged or
 * learned, and an open finding ends; the levels then begin anew, for a while longer than the
 * detector of a single series takes to get used to a new one. A pane with a rare value teaches
 * little and is not judged. A finding about several metrics can come first: what begins slowly
 * breaks the relation before it leaves the band. Incidents teach a tenth: a relation that has
 * changed for good becomes the usual one in a day or two of windows every ten seconds.
 *
 * <p>Shape: at most {@value #MOST_METRICS} metrics, the first to come, of one pane the first by
 * name; others are passed over. State: about 2 KB with five metrics. Cost: O(metrics³) a pane.
 */
public final class JointWatch {
  public static final Codec<JointWatch> CODEC = new JointWatchCodec();

  /** Name of the method in findings. */
  public static final String DETECTOR = "multivariate";

  public static final int MOST_METRICS = 8;

  /** Rarity that is taken off: several metrics and spans, each of which may be the rare one. */
  private static final double HANDICAP = 1.4;

  /** Rarity that tenfold knowledge allows; what is piled up is news only every some panes. */
  private static final double EARNED = 1.2;

  /** Panes judged before anything is found. */
  private static final int WARM = 100;

  /** Share of the rarity of a finding below which a pane is usual again. */
  private static final double USUAL = 0.6;

  /** How much panes teach that are told about, doubtful, or soon after an incident. */
  private static final double DOUBTFUL_SHARE = 0.1;

  /** Panes after an incident of a single metric in which nothing is found. */
  private static final int HOLD = 108;

  /** The last of them, in which levels are learned. */
  private static final int SETTLE = 36;

  private static final RarityScale.Fit FIT = new RarityScale.Fit(20_000, 600, 0.5);

  // The state, as its codec knows it.
  String[] names = {};
  JointRelation relation = new JointRelation();
  RelationEvidence evidence = new RelationEvidence();
  RarityScale rarities = new RarityScale();
  RecentPanes recent = new RecentPanes();
  int known;
  int hold;
  long judgedUntil = Long.MIN_VALUE;

  /** Values whose pane is not complete; null for none. */
  List<JudgedValue> waiting;

  /** Null while none is open. */
  JointIncident incident;

  /**
   * Takes in a value; one of a pane that was judged already is passed over.
   *
   * @return whether it is the first of its pane, which is then to be judged at its end
   */
  public boolean offer(JudgedValue value) {
    boolean full = names.length == MOST_METRICS;
    if (value.endMillis() <= judgedUntil
        || (full && Arrays.binarySearch(names, value.series()) < 0)) {
      return false;
    }
    if (waiting == null) {
      waiting = new ArrayList<>(MOST_METRICS);
    }
    boolean first = waiting.stream().noneMatch(each -> each.endMillis() == value.endMillis());
    waiting.add(value);
    return first;
  }

  /**
   * Judges, then learns, the pane that ends at {@code endMillis}.
   *
   * @param params of the detector of single series
   * @param pane room to work in
   * @return a finding when an incident opens or closes
   */
  public Optional<Finding> judge(long endMillis, AnomalyWatch.Params params, JointPane pane) {
    pane.clear();
    if (!collect(endMillis, pane) || names.length < 2) {
      return Optional.empty();
    }
    recent.add(endMillis, pane);
    if (pane.has(Alone.INCIDENT)) {
      evidence.clear();
      relation.relevel();
      hold = HOLD;
      return incident == null ? Optional.empty() : Optional.of(close(endMillis, true));
    }
    hold = Math.max(0, hold - 1);
    if (hold >= SETTLE) {
      relation.relevel();
    }
    relation.judge(pane);
    if (pane.has(Alone.RARE)) {
      relation.learn(pane, DOUBTFUL_SHARE);
      return Optional.empty();
    }
    evidence.take(pane, relation, endMillis);
    return evidence.metric() < 0
        ? unjudged(endMillis, params, pane)
        : judged(endMillis, params, pane);
  }

  /** Puts the values of the pane in their places; false when there are none. */
  private boolean collect(long endMillis, JointPane pane) {
    if (waiting == null) {
      return false;
    }
    List<JudgedValue> values = new ArrayList<>(MOST_METRICS);
    waiting.removeIf(
        value -> {
          if (value.endMillis() == endMillis) {
            values.add(value);
          }
          return value.endMillis() <= endMillis;
        });
    waiting = waiting.isEmpty() ? null : waiting;
    judgedUntil = Math.max(judgedUntil, endMillis);
    values.sort(Comparator.comparing(JudgedValue::series));
    for (JudgedValue value : values) {
      int place = Arrays.binarySearch(names, value.series());
      if (place < 0 && names.length < MOST_METRICS) {
        insert(-place - 1, value.series());
      }
    }
    for (JudgedValue value : values) {
      int place = Arrays.binarySearch(names, value.series());
      if (place >= 0) {
        pane.put(place, value);
      }
    }
    return !values.isEmpty();
  }

  private void insert(int place, String series) {
    String[] longer = Arrays.copyOf(names, names.length + 1);
    System.arraycopy(names, place, longer, place + 1, names.length - place);
    longer[place] = series;
    names = longer;
    relation.insert(place);
    evidence.insert(place);
    recent.insert(place);
  }

  /** No metric is explained by others well enough: there is nothing that could be broken. */
  private Optional<Finding> unjudged(long endMillis, AnomalyWatch.Params params, JointPane pane) {
    relation.learn(pane, incident == null && hold == 0 ? 1 : DOUBTFUL_SHARE);
    if (incident != null) {
      incident.normal();
      if (incident.normalRun() >= params.closeAfter()) {
        return Optional.of(close(endMillis, false));
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> judged(long endMillis, AnomalyWatch.Params params, JointPane pane) {
    int metric = evidence.metric();
    JudgedValue value = pane.judged[metric];
    double rarity = rarity();
    boolean rare = rarity >= value.demanded();
    boolean opens =
        incident == null && rare && hold == 0 && known >= WARM && isWanted(metric, value);
    boolean usual = incident == null && !rare && hold == 0;
    if (opens) {
      incident =
          new JointIncident(
              value.startMillis(),
              value.series(),
              othersOf(metric),
              relation.explained(metric),
              relation.known(metric));
    }
    if (incident != null) {
      keep(endMillis, rarity, params, pane);
    }
    relation.learn(pane, usual ? 1 : DOUBTFUL_SHARE);
    if (usual) {
      rarities.learn(evidence.nominal(), FIT);
      known++;
    }
    if (opens) {
      return Optional.of(incident.finding(endMillis, recent.of(metric)));
    }
    return incident != null && incident.normalRun() >= params.closeAfter()
        ? Optional.of(close(endMillis, false))
        : Optional.empty();
  }

  private double rarity() {
    double limit = EARNED * Logarithms.log10(known + 2.0);
    double rarity = Math.max(0, rarities.rarity(evidence.nominal(), FIT) - HANDICAP);
    double beyond = Math.max(0, rarity - limit);
    return Math.min(rarity, limit) + beyond / (10 + beyond);
  }

  private boolean isWanted(int metric, JudgedValue value) {
    double distance = evidence.worstValue(metric) - evidence.worstImplied(metric);
    return Math.abs(distance) >= value.leastDistance()
        && switch (value.direction()) {
          case BOTH -> true;
          case UP -> distance > 0;
          case DOWN -> distance < 0;
        };
  }

  /** The pane as part of the incident. */
  private void keep(long endMillis, double rarity, AnomalyWatch.Params params, JointPane pane) {
    double demanded = pane.judged[evidence.metric()].demanded();
    if (rarity < USUAL * demanded) {
      incident.normal();
      return;
    }
    int place = Arrays.binarySearch(names, incident.series());
    JudgedValue own = pane.judged[place];
    // What the series does not want to hear of is part of the incident, but never its worst.
    boolean shown = own != null && isWanted(place, own);
    incident.abnormal(
        endMillis,
        shown ? rarity * params.rarity() / demanded : 0,
        evidence.worstAt(place),
        evidence.worstValue(place),
        evidence.worstImplied(place),
        relation.usualMiss(place));
  }

  private Finding close(long endMillis, boolean overtaken) {
    int place = Arrays.binarySearch(names, incident.series());
    Finding finding = incident.closed(endMillis, recent.of(place), overtaken);
    incident = null;
    return finding;
  }

  /** The metrics that say most of this one, those first. */
  private List<String> othersOf(int metric) {
    List<Integer> others = new ArrayList<>();
    for (int j = 0; j < names.length; j++) {
      if (j != metric && Math.abs(relation.correlation(metric, j)) >= JointIncident.LEAST_NAMED) {
        others.add(j);
      }
    }
    others.sort(
        Comparator.<Integer>comparingDouble(j -> -Math.abs(relation.correlation(metric, j))));
    return others.stream().limit(JointIncident.MOST_NAMED).map(j -> names[j]).toList();
  }
}
