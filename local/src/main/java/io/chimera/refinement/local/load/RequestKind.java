package io.chimera.refinement.local.load;

import java.util.Map;

/**
 * A kind of request, as agents report it.
 *
 * @param component component that serves it
 * @param operation its operation as the profile says; empty for none
 * @param weight its share, relative to the others
 * @param labels labels of its reports
 * @param metrics values by metric
 */
record RequestKind(
    String component,
    String operation,
    double weight,
    Map<String, String> labels,
    Map<String, ValueRange> metrics) {}
