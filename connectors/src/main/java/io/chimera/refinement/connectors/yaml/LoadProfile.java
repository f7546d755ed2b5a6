package io.chimera.refinement.connectors.yaml;

import java.util.List;
import java.util.Map;

/**
 * A load that a pack describes: what is offered, and what must hold meanwhile.
 *
 * @param name unique name
 * @param system system whose load it is
 * @param stated the document's own words by field, such as {@code acceptance}
 * @param load what is offered; null when it cannot be generated
 * @param runInstead what to run where {@code load} is null; empty when nobody said
 * @param criteria what must hold, in order
 * @param notJudged what the document asks for and nobody can see from outside
 */
public record LoadProfile(
    String name,
    String system,
    Map<String, String> stated,
    Load load,
    String runInstead,
    List<Criterion> criteria,
    List<NotJudged> notJudged) {

  public LoadProfile {
    criteria = List.copyOf(criteria);
    notJudged = List.copyOf(notJudged);
  }

  /** Whether the load can be generated. */
  public boolean isRunnable() {
    return load != null;
  }

  /**
   * What is offered.
   *
   * @param reportsAs system that the reports carry
   * @param agents number of agents that report
   * @param requestsPerReport requests that one report tells of, at least 1
   * @param phases what happens one after the other
   * @param variants other phases for the same profile
   * @param mix what requests are, by weight; never empty
   * @param ratePerRequest requests of further components per request of the load
   * @param conditions conditions in force all the time
   * @param disturbances what goes wrong, and when
   * @param blemishes repeats and disorder
   */
  public record Load(
      String reportsAs,
      int agents,
      int requestsPerReport,
      List<Phase> phases,
      List<Variant> variants,
      List<MixEntry> mix,
      Map<String, Double> ratePerRequest,
      Map<String, String> conditions,
      List<Disturbance> disturbances,
      Blemishes blemishes) {

    /** The phases of a variant; those of the profile itself for the empty name. */
    public List<Phase> phases(String variant) {
      return variant.isEmpty()
          ? phases
          : variants.stream()
              .filter(each -> each.name().equals(variant))
              .findFirst()
              .map(Variant::phases)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "variant must be one of %s, was %s"
                              .formatted(variants.stream().map(Variant::name).toList(), variant)));
    }
  }

  /** Other phases under a name of their own. */
  public record Variant(String name, List<Phase> phases) {}

  /**
   * A stretch of time in which the rate is steady or changes evenly, or a number of reports that is
   * sent as fast as it goes.
   *
   * @param durationMillis its length at compression 1; 0 for a number of reports
   * @param requestsPerSecond rate of requests
   * @param users users behind them; 0 and 0 when nobody counts them
   * @param reports number of reports as fast as it goes; 0 otherwise
   * @param spike whether what follows is a recovery
   * @param conditions conditions in force during the phase
   */
  public record Phase(
      String name,
      long durationMillis,
      Ramp requestsPerSecond,
      Ramp users,
      long reports,
      boolean spike,
      Map<String, String> conditions) {}

  /** From a value to a value, along a straight line. */
  public record Ramp(double from, double to) {
    public static final Ramp NONE = new Ramp(0, 0);

    /** The value at a share of the way, in [0, 1]. */
    public double at(double share) {
      return from + (to - from) * share;
    }

    public Ramp times(double factor) {
      return new Ramp(from * factor, to * factor);
    }
  }

  /**
   * A kind of request.
   *
   * @param operation label {@code operation} of its reports; empty for none
   * @param weight its share, relative to the others
   * @param metrics typical value by metric; empty to report what the objectives ask for
   */
  public record MixEntry(
      String component, String operation, double weight, Map<String, Double> metrics) {}

  /**
   * Something that goes wrong for a while.
   *
   * @param component component, or {@code *}
   * @param metric metric as it is reported, or {@code *}
   * @param agentsPercent how many of the agents it befalls
   * @param fromMillis when it begins, at compression 1
   * @param durationMillis how long it lasts, at compression 1
   * @param factor what values are multiplied with
   * @param driftPercentPerHour by how much values rise, of themselves
   * @param silent whether nothing is reported
   */
  public record Disturbance(
      String name,
      String component,
      String metric,
      double agentsPercent,
      long fromMillis,
      long durationMillis,
      double factor,
      double driftPercentPerHour,
      boolean silent) {}

  /**
   * What is wrong with the reports themselves.
   *
   * @param duplicatesPercent reports that are sent twice
   * @param disorderPercent reports whose event time is behind
   * @param disorderMillis how far at most
   */
  public record Blemishes(double duplicatesPercent, double disorderPercent, long disorderMillis) {
    public static final Blemishes NONE = new Blemishes(0, 0, 0);
  }

  /** What can be judged. */
  public enum Measure {
    /** Median of the latency from the intended moment to acceptance, ms, must be below. */
    ACCEPTED_LATENCY_P50("acceptedLatencyP50Millis", "ms"),
    /** 95th percentile of the latency from the intended moment to acceptance, ms, must be below. */
    ACCEPTED_LATENCY_P95("acceptedLatencyP95Millis", "ms"),
    /** Reports without a verdict, at most. */
    LOSS("loss", "reports"),
    /** Seconds from the first report to the last verdict, must be below. */
    WITHIN("withinSeconds", "s"),
    /** Seconds from the end of a spike until lag and latency are back, must be below. */
    RECOVERY("recoverySeconds", "s"),
    /** Mean of processors and of memory, percent, must be below. */
    RESOURCES_AVERAGE("resourcesAveragePercent", "%"),
    /** Largest of processors and of memory, percent, must be below. */
    RESOURCES_PEAK("resourcesPeakPercent", "%"),
    /** Objectives that must be met. */
    OBJECTIVES("objectives", ""),
    /** A gate whose objectives must be met. */
    GATE("gate", ""),
    /** The value of an objective must be below. */
    VALUE("values", "");

    private final String field;
    private final String unit;

    Measure(String field, String unit) {
      this.field = field;
      this.unit = unit;
    }

    /** Its name in documents and reports. */
    public String field() {
      return field;
    }

    /** Unit of its limit; empty when it has none, or that of an objective. */
    public String unit() {
      return unit;
    }
  }

  /**
   * One thing that must hold.
   *
   * @param limit the limit, 0 where the objectives have their own
   * @param names objectives, a trailing {@code *} for several, or the gate
   */
  public record Criterion(Measure measure, double limit, List<String> names) {
    /** Whether an objective is among the names. */
    public boolean isAbout(String objective) {
      return names.stream().anyMatch(name -> matches(name, objective));
    }

    /** Whether a name, with or without {@code *} at its end, is that of the objective. */
    static boolean matches(String name, String objective) {
      return name.endsWith("*")
          ? objective.startsWith(name.substring(0, name.length() - 1))
          : objective.equals(name);
    }
  }

  /** What is asked for, and why nobody can tell from outside. */
  public record NotJudged(String what, String why) {}
}
