package io.chimera.refinement.local.load;

import java.util.List;
import java.util.Map;

/**
 * What is reported from time to time beside the requests: one report of a component.
 *
 * @param component component it is about
 * @param labels labels of the report
 * @param metrics its metrics, at least one
 */
record Gauge(String component, Map<String, String> labels, List<Metric> metrics) {

  /** Where a value comes from. */
  enum Source {
    /** Drawn from the range. */
    DRAWN,
    /** Requests per second of the schedule, times {@code share}. */
    RATE,
    /** Users of the schedule. */
    USERS
  }

  /**
   * One metric.
   *
   * @param share requests of the component per request of the load
   */
  record Metric(String name, Source source, ValueRange range, double share) {}
}
